import { ExplainedError } from '@ilium/observability';
import type { DataSource } from 'typeorm';

/** What a refused connection means to the people who run the system. */
const explanations: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'Nothing listens there: start PostgreSQL, or correct host and port in DATABASE_URL.',
  ENOTFOUND: 'The host is not known: correct it in DATABASE_URL.',
  ETIMEDOUT: 'The host does not answer: correct it in DATABASE_URL, or open the way to it.',
  '28P01': 'It refuses the password of the role: provision the schema again, or correct DATABASE_URL.',
  '28000': 'It refuses the role: provision the schema, or correct DATABASE_URL.',
  '3D000': 'It has no such database: create it, or correct DATABASE_URL.',
  '53300': 'It has no connection left: raise its max_connections, or run fewer instances.',
};

/** Connects; a refusal that has a known remedy is thrown with it. */
export async function connect(dataSource: DataSource): Promise<void> {
  try {
    await dataSource.initialize();
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    const explanation = explanations[code];
    if (explanation === undefined) throw error;
    throw new ExplainedError(`PostgreSQL cannot be used. ${explanation}`, code, { cause: error });
  }
}
