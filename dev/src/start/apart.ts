import { administrate } from '../postgres/administrate.js';
import { schemas } from './services.js';

/** What keeps a passing run apart from others on a broker or a database that was named for it. */
export interface Apart {
  readonly env: NodeJS.ProcessEnv;
  readonly topicPrefix: string;
  /** Roles belong to the whole database server. */
  readonly roleSuffix: string;
  remove(): Promise<void>;
}

/** A database, roles and a topic prefix of its own. On servers of our own there is nobody to keep apart from. */
export async function setApart(env: NodeJS.ProcessEnv): Promise<Apart> {
  const adminUrl = env['DATABASE_URL'];
  const topicPrefix = env['KAFKA_BROKERS'] ? `ilium-feed-${process.pid}.` : 'ilium.';
  if (!adminUrl) return { env, topicPrefix, roleSuffix: '', remove: () => Promise.resolve() };
  const [name, roleSuffix] = [`ilium_feed_${process.pid}`, `_feed_${process.pid}`];
  const roles = schemas.map((schema) => schema + roleSuffix);
  const drop = [`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`, ...roles.map((role) => `DROP ROLE IF EXISTS ${role}`)];
  // Another run's process had this id once, and was killed.
  await administrate(adminUrl, [...drop, `CREATE DATABASE ${name}`]);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    env: { ...env, DATABASE_URL: url.href },
    topicPrefix,
    roleSuffix,
    remove: () => administrate(adminUrl, drop),
  };
}
