import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { projectRoot } from '../project.js';
import { composeFaults, type ContainerFiles } from './compose-faults.js';
import { dockerfileFaults } from './dockerfile-faults.js';

const read = (name: string) => readFile(join(projectRoot, name), 'utf8');

describe('the container files', () => {
  let files: ContainerFiles;

  beforeAll(async () => {
    const [compose, dockerfile, variables] = await Promise.all(
      ['docker-compose.yml', 'Dockerfile', '.env.example'].map(read),
    );
    if (compose === undefined || dockerfile === undefined || variables === undefined) throw new Error('unread');
    files = { compose, dockerfile, variables, apps: await readdir(join(projectRoot, 'apps')) };
  });

  it('are in order', () => {
    expect([...composeFaults(files), ...dockerfileFaults(files.dockerfile)]).toEqual([]);
  });

  it.each([
    ['a key that compose does not know', 'restart:', 'restrat:', /additional properties/],
    ['a port open to the network', "'127.0.0.1:4601:8080'", "'4601:8080'", /mapper: port 4601:8080/],
    ['an image without a version', 'postgres:18.4', 'postgres', /postgres: image postgres has no version/],
    ['a stage that is not there', 'target: console', 'target: page', /console: Dockerfile has no stage page/],
    ['an app that is not there', 'SERVICE: mapper', 'SERVICE: mappper', /no app mappper/],
    ['a wait for a service that is not there', 'kafka: { condition', 'kafak: { condition', /kafak, which is not there/],
    ['a wait for a health that nobody checks', 'service_started', 'service_healthy', /fhir-server, which has no check/],
    ['a variable that nothing explains', '${ID_KEY:', '${KEY:', /KEY is missing/],
  ])('may not have %s', (_, part, replacement, fault) => {
    expect(composeFaults({ ...files, compose: files.compose.replaceAll(part, replacement) }).join('\n')).toMatch(fault);
  });

  it('may not have a secret in the example', () => {
    const variables = files.variables.replace('ID_KEY=', 'ID_KEY=0123456789');
    expect(composeFaults({ ...files, variables })).toEqual([expect.stringContaining('ID_KEY is a secret')]);
  });

  it.each([
    ['an unknown instruction', 'USER node', 'USR node', /USR/],
    ['a copy from a stage that is not there', '--from=dependencies', '--from=packages', /no stage packages/],
  ])('may not have %s in the Dockerfile', (_, part, replacement, fault) => {
    expect(dockerfileFaults(files.dockerfile.replace(part, replacement)).join('\n')).toMatch(fault);
  });
});
