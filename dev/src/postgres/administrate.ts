import { Client } from 'pg';
import { messageOf, StartError } from '../cause.js';

/** Carries out statements as the administrator of a database that was named; says so when it does not let anybody in. */
export async function administrate(url: string, statements: readonly string[]): Promise<void> {
  const client = await open(url);
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function open(url: string): Promise<Client> {
  try {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    // A server that goes away later is noticed by the query that needs it.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  } catch (cause) {
    throw new StartError(
      `The database that DATABASE_URL names can't be opened: ${messageOf(cause)}\n    It wants the URL of a role that may create databases, schemas and roles: postgresql://admin:…@host:5432/name`,
      { cause },
    );
  }
}
