import { ExplainedError } from '@ilium/observability';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, escapeIdentifier, escapeLiteral } from 'pg';

export interface SchemaOwner {
  /** The schema that the service owns, for example `fhir_sync`. */
  readonly schema: string;
  /** The login role of the service. */
  readonly role: string;
  readonly password: string;
}

/**
 * Creates a service's schema and the one role that can log in to it, or brings both to the stated form.
 * The role owns its schema and reaches nothing else in the database. Returns the URL that the service connects with.
 */
export async function provisionSchema(adminUrl: string, owner: SchemaOwner): Promise<string> {
  assertName('schema', owner.schema);
  assertName('role', owner.role);
  const client = new Client({
    connectionString: adminUrl,
    application_name: 'ilium provision',
    connectionTimeoutMillis: 5_000,
  });
  await client.connect();
  try {
    await retryOnConflict(() => inTransaction(client, () => provision(client, owner)));
  } finally {
    await client.end();
  }
  return urlOf(adminUrl, owner);
}

/** "ilium provision" */
const provisioningLock = 0x11_1c_50;

async function provision(client: Client, { schema, role, password }: SchemaOwner): Promise<void> {
  // One at a time in a database; the catalogue of roles is shared with the others, hence the repeats.
  await client.query(`SELECT pg_advisory_xact_lock($1)`, [provisioningLock]);
  const [schemaName, roleName] = [escapeIdentifier(schema), escapeIdentifier(role)];
  const { rows } = await client.query<{ database: string; superuser: boolean; exists: boolean }>(
    `SELECT current_database() AS database,
            (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS superuser,
            EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS exists`,
    [role],
  );
  const [facts] = rows;
  if (facts === undefined) throw new Error('PostgreSQL answered no row to a query that always has one.');
  const database = escapeIdentifier(facts.database);
  if (!facts.exists) await client.query(`CREATE ROLE ${roleName}`);
  // A role that isn't a superuser may give a schema away only to a role whose member it is.
  if (!facts.superuser) await client.query(`GRANT ${roleName} TO CURRENT_USER`);
  const attributes = facts.superuser ? 'NOSUPERUSER NOREPLICATION NOBYPASSRLS ' : '';
  for (const statement of [
    `ALTER ROLE ${roleName} LOGIN ${attributes}NOCREATEDB NOCREATEROLE PASSWORD ${escapeLiteral(password)}`,
    `REVOKE ALL ON DATABASE ${database} FROM PUBLIC`,
    `REVOKE ALL ON SCHEMA public FROM PUBLIC`,
    `REVOKE ALL ON DATABASE ${database} FROM ${roleName}`,
    `GRANT CONNECT ON DATABASE ${database} TO ${roleName}`,
    `CREATE SCHEMA IF NOT EXISTS ${schemaName} AUTHORIZATION ${roleName}`,
    `ALTER SCHEMA ${schemaName} OWNER TO ${roleName}`,
    `REVOKE ALL ON SCHEMA ${schemaName} FROM PUBLIC`,
    `ALTER ROLE ${roleName} IN DATABASE ${database} SET search_path = ${schemaName}`,
  ]) {
    await client.query(statement);
  }
}

function urlOf(adminUrl: string, { role, password }: SchemaOwner): string {
  const url = new URL(adminUrl);
  url.username = encodeURIComponent(role);
  url.password = encodeURIComponent(password);
  return url.href;
}

function assertName(kind: string, name: string): void {
  if (/^[a-z][a-z0-9_]{0,62}$/.test(name) && !name.startsWith('pg_') && name !== 'public') return;
  throw new ExplainedError(
    `The name of the ${kind} cannot be used: it must begin with a lower-case letter, have only lower-case letters, digits and underscores (63 at most), and be neither public nor begin with pg_.`,
    'NAME_INVALID',
  );
}

async function inTransaction(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query('BEGIN');
  try {
    await work();
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/** Roles belong to the whole server: two provisioners in two databases meet in its catalogue, and one of them fails. */
async function retryOnConflict(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt === mostAttempts || !isCatalogueConflict(error)) throw error;
      await pause(Math.random() * 20 * 2 ** attempt);
    }
  }
}

const mostAttempts = 8;

const duplicateObject = '42710';
const uniqueViolation = '23505';
const internalError = 'XX000'; // "tuple concurrently updated"

function isCatalogueConflict(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    [duplicateObject, uniqueViolation, internalError].includes(String(error.code))
  );
}
