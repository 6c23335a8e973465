import { execFile, spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ledger } from '@ilium/contracts';
import { projectRoot } from '../dev/src/project.js';
import { registeredWhere } from '../dev/src/registered-where.js';
import { defaultPorts } from '../dev/src/start/ports.js';
import { environmentOf, services } from '../dev/src/start/services.js';
import { until } from '../dev/src/test-environment.js';
import { openForeignSender } from './foreign-sender.js';
import { RunningSystem } from './running-system.js';

jest.setTimeout(300_000);

const run = promisify(execFile);
const site = join(projectRoot, 'config', 'sites', 'hilltop.yaml');
const examples = join(projectRoot, 'examples', 'hl7');
const present = (command: string, ...args: string[]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0;

let system: RunningSystem;

beforeAll(async () => {
  system = await RunningSystem.prepare({ courses: 0, site });
  await system.start('hospital', 'intake', 'mapper', 'fhir-sync');
}, 120_000);

afterAll(() => system.close(), 60_000);

/** The commands of the page, in their order. */
async function commandsOfPage(): Promise<string[]> {
  const page = await readFile(join(projectRoot, 'docs', 'connect-a-feed.md'), 'utf8');
  return [...page.matchAll(/```sh\n([^`]*)```/g)].flatMap(([, block = '']) => block.trim().split('\n'));
}

/** As somebody types it, at the ports of this system. */
async function type(command: string): Promise<string> {
  const ports = new Map(
    (Object.entries(defaultPorts) as [keyof typeof defaultPorts, number][]).map(([name, port]) => [
      String(port),
      system.ports[name],
    ]),
  );
  const placed = command
    .replaceAll(/127\.0\.0\.1:(\d+)/g, (place, port: string) => {
      const free = ports.get(port);
      return free === undefined ? place : `127.0.0.1:${free}`;
    })
    .replace('npm run -s send --', `npm run -s send -- --to 127.0.0.1:${system.ports.mllp}`);
  const { stdout } = await run('sh', ['-c', placed.replace(/^curl /, 'curl -sS --fail-with-body ')], {
    cwd: projectRoot,
    env: { ...process.env, npm_config_loglevel: 'error' },
  });
  return stdout;
}

async function received(): Promise<number> {
  const { topics } = ledger.parse(await system.read('intake', '/v1/ledger'));
  return topics.reduce((sum, door) => sum + door.received, 0);
}

registeredWhere(present('curl', '--version'), 'the page that connects a feed, command by command: needs curl', () => {
  it('each command of the page does what the page says', async () => {
    const [start, ...commands] = await commandsOfPage();
    // What this system is: its services under the same site file.
    expect(start).toBe('npm start -- --site config/sites/hilltop.yaml --feed 1');
    const last = commands.splice(-3);
    const printed = new Map<string, string>();
    for (const command of commands) printed.set(command, await type(command));
    const answers = [...printed].filter(([command]) => command.includes('send')).map(([, text]) => text);
    expect(answers.join('').match(/MSA\|(AA|CA)\|/g)).toHaveLength(4);
    expect(JSON.parse(printed.get('curl http://127.0.0.1:4605/v1/work') ?? '')).toEqual({ messages: [] });
    const [procedures, administrations, observations] = last;
    const found = await until('the first Procedure', () => type(procedures ?? ''), {
      accept: (text) => text.includes('27096:LT') && text.includes('T10:23:00'),
    });
    expect(JSON.parse(found)).toMatchObject({ total: 1 });
    await until('its drugs', () => type(administrations ?? ''), { accept: (text) => text.includes('"total":3') });
    await until('its scores', () => type(observations ?? ''), { accept: (text) => text.includes('72514-3') });
    const before = await received();
    const send = commands.find((command) => command.includes('send')) ?? '';
    expect(withoutTime(await type(send))).toBe(withoutTime(printed.get(send) ?? ''));
    const after = await until('both to be counted', received, { accept: (count) => count >= before + 2 });
    expect(after).toBe(before + 2);
    expect(JSON.parse(await type(procedures ?? ''))).toMatchObject({ total: 1 });
  });
});

describe('every example, sent by a client that is not ours', () => {
  const files = async () => (await readdir(examples)).filter((name) => /^hilltop-.*\.hl7$/.test(name)).toSorted();

  it('is accepted from the client of @medplum/hl7', async () => {
    const sender = await openForeignSender(system.ports.mllp);
    const answers: [string, string | undefined][] = [];
    for (const name of await files()) {
      answers.push([name, await sender.send(await readFile(join(examples, name), 'utf8'))]);
    }
    await sender.close();
    expect(answers.length).toBeGreaterThan(8);
    expect(answers.filter(([, code]) => code !== 'AA' && code !== 'CA')).toEqual([]);
  });

  registeredWhere(
    present('python3', '-c', 'import hl7') && present('mllp_send', '--help'),
    'messages sent by mllp_send: needs the Python package hl7',
    () => {
      it('is accepted from mllp_send of the Python package hl7', async () => {
        for (const name of await files()) {
          const file = join(examples, name);
          const port = String(system.ports.mllp);
          const { stdout } = await run('mllp_send', ['--loose', '--file', file, '--port', port, '127.0.0.1']);
          expect(stdout).toMatch(/MSA\|(AA|CA)\|/);
        }
      });
    },
  );

  it('and a file of events goes in beside them, once', async () => {
    const file = join(projectRoot, 'examples', 'one-injection.ndjson');
    const env = { ...environmentOf(services.intake, system.around, process.env), EXIT_WITH_PARENT: '0' };
    const feed = () => run(process.execPath, [join(projectRoot, 'apps', 'intake', 'dist', 'feed.js'), file], { env });
    expect((await feed()).stderr).toContain('4 taken, 0 repeated, 0 refused');
    expect((await feed()).stderr).toContain('0 taken');
  });

  it('becomes records of the FHIR server, once', async () => {
    const patient = await readFile(join(examples, 'hilltop-patient.json'), 'utf8');
    await fetch(`${system.url('hospital')}/fhir/Patient/hilltop-1`, {
      method: 'PUT',
      headers: { 'content-type': 'application/fhir+json' },
      body: patient,
    });
    await until(
      'all records to be delivered',
      async () => JSON.stringify(await system.read('fhir-sync', '/v1/records')),
      {
        accept: (text) => /"pending":0/.test(text) && /"MedicationAdministration","live":[3-9]/.test(text),
      },
    );
    const counts = await Promise.all(
      ['Procedure', 'MedicationAdministration'].map(async (type) => {
        const answer = await fetch(
          `${system.url('hospital')}/fhir/${type}?patient=Patient/hilltop-1&status:not=entered-in-error&_summary=count`,
        );
        const bundle: { total: number } = JSON.parse(await answer.text());
        return bundle.total;
      }),
    );
    expect(counts).toEqual([1, 3]);
  });
});

/** MSH-7 says when an answer was written. */
function withoutTime(answers: string): string {
  return answers.replaceAll(/^(MSH(?:\|[^|]*){5}\|)\d{14}\+0000/gm, '$1');
}
