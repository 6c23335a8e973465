import { randomBytes } from 'node:crypto';
import { Client } from 'pg';

/**
 * What a test file of the projects `integration` and `system` gets: Kafka and PostgreSQL are those of the test run, the
 * database and the topic prefix are the file's own, so that files neither wait for nor see one another.
 */
export { Certificates, hasOpenssl } from './certificates.js';
export { until } from './until.js';

/** A database that nobody else uses. */
export interface TestDatabase {
  readonly name: string;
  /** Of a role that may do everything in it. */
  readonly url: string;
  /** Removes it, its sessions included. */
  drop(): Promise<void>;
}

/** The brokers of this test run. */
export function kafkaBrokers(): string[] {
  return given('ILIUM_TEST_KAFKA').split(',');
}

/** A topic prefix that nobody else uses, ending in a dot. It also makes a good group id. */
export function topicPrefix(): string {
  return `t${randomBytes(5).toString('hex')}.`;
}

/** Makes an empty database on the PostgreSQL of this test run. Drop it in `afterAll`. */
export async function createDatabase(): Promise<TestDatabase> {
  const adminUrl = given('ILIUM_TEST_POSTGRES');
  const name = `t${randomBytes(6).toString('hex')}`;
  await execute(adminUrl, `CREATE DATABASE ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { name, url: url.href, drop: () => execute(adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function given(name: 'ILIUM_TEST_KAFKA' | 'ILIUM_TEST_POSTGRES'): string {
  const value = process.env[name];
  if (value) return value;
  throw new Error(
    `${name} is not set: this file belongs to the Jest projects integration and system, which set it up.`,
  );
}
