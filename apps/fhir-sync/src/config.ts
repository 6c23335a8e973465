import {
  ConfigurationError,
  databaseVariables,
  kafkaVariables,
  readConfig,
  serviceVariables,
  type Environment,
} from '@ilium/observability';
import { accessOf, tokenVariables, type Access } from '@ilium/security';
import { loadSite, SiteError, type Site } from '@ilium/site';
import { z } from 'zod';
import { readTargets, type TargetConfig } from './target-config.js';

/** What the service reads from its environment, beside what belongs to a target. */
const variables = z.object({
  ...serviceVariables,
  ...kafkaVariables,
  ...databaseVariables,
  ...tokenVariables,
  SITE: z
    .string()
    .optional()
    .describe('Site files, separated by commas; the targets in them are delivered to, each the records of its site.'),
});

export interface FhirSyncConfig extends z.output<typeof variables> {
  /** Hold what is secret, and what was read from files. */
  readonly targets: readonly TargetConfig[];
  readonly access: Access;
}

/** The one place that reads the environment. */
export function readFhirSyncConfig(env: Environment = process.env): FhirSyncConfig {
  const read = readConfig(variables, env);
  return { ...read, targets: readTargets(env, sitesOf(read.SITE)), access: accessOf(read, env) };
}

function sitesOf(files = ''): readonly Site[] {
  const paths = files.split(',').map((path) => path.trim());
  try {
    return paths.filter((path) => path !== '').map(loadSite);
  } catch (error) {
    if (!(error instanceof SiteError)) throw error;
    throw new ConfigurationError(error.message.split('\n'));
  }
}
