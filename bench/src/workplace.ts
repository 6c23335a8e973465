import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createTopics } from '@ilium/messaging';
import { provisionSchema } from '@ilium/persistence';
import { Client } from 'pg';
import type { RunFolder } from '../../dev/dist/project.js';
import type { Servers } from '../../dev/dist/servers.js';
import { anyPorts } from '../../dev/dist/start/ports.js';
import { schemas, type Schema, type Surroundings } from '../../dev/dist/start/services.js';

/** The broker and the PostgreSQL that everything is measured on. */
export interface Bench {
  readonly servers: Servers;
  readonly folder: RunFolder;
  readonly courses: number;
  /** The day that windows are judged by: the feed's last. */
  readonly asOf: string;
}

/** Topics and a database that nothing else uses, so that one run leaves nothing to the next. */
export interface Workplace {
  readonly around: Surroundings;
  readonly databaseUrl: string;
}

export async function openWorkplace({ servers, folder, courses, asOf }: Bench): Promise<Workplace> {
  const name = `bench${randomBytes(5).toString('hex')}`;
  const { brokers } = servers.kafka;
  const topicPrefix = `${name}.`;
  const databaseUrl = await createDatabase(servers.postgres.adminUrl, name);
  await createTopics({ brokers: brokers.split(','), topicPrefix });
  const password = randomBytes(32).toString('base64url');
  const urls: [Schema, string][] = [];
  for (const schema of schemas) {
    urls.push([schema, await provisionSchema(databaseUrl, { schema, role: schema, password })]);
  }
  // The hospital keeps there how far its feed is.
  const dataFolder = join(folder.data, name);
  await mkdir(dataFolder);
  const around: Surroundings = {
    brokers,
    topicPrefix,
    databaseUrls: Object.fromEntries(urls) as Record<Schema, string>,
    ports: await anyPorts(),
    secrets: Object.fromEntries(
      ['postgres', ...schemas, 'idKey', 'bodyKey'].map((secret) => [secret, password]),
    ) as Surroundings['secrets'],
    dataFolder,
    seed: 1,
    courses,
    feedRate: 0,
    asOf,
  };
  return { around, databaseUrl };
}

async function createDatabase(adminUrl: string, name: string): Promise<string> {
  const client = new Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}`);
  } finally {
    await client.end();
  }
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}
