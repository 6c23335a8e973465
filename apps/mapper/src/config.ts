import { dayIn, type Day, type Rules } from '@ilium/clinical';
import {
  ConfigurationError,
  databaseVariables,
  kafkaVariables,
  readConfig,
  serviceVariables,
  type Environment,
} from '@ilium/observability';
import { accessOf, recordsAccessOf, recordsVariables, tokenVariables, type Access } from '@ilium/security';
import { builtInSite, loadSite, SiteError, type Site } from '@ilium/site';
import { z } from 'zod';

const shortestKey = 32;

const variables = z.object({
  ...serviceVariables,
  ...kafkaVariables,
  ...databaseVariables,
  ...tokenVariables,
  ...recordsVariables,
  ID_KEY: z
    .string()
    .min(shortestKey, `expected at least ${shortestKey} characters`)
    .describe(
      `Set it to a secret of at least ${shortestKey} random characters and never change it: all ids are made with it.`,
    ),
  AS_OF: z.iso
    .date()
    .optional()
    .describe('The day that windows are judged by, for example 2026-03-12. Left out: today.'),
});

export interface MapperConfig extends z.output<typeof variables> {
  readonly site: Site;
  /** To what lists and resolves codes. */
  readonly access: Access;
  /** To what leads from pseudonyms back to records. */
  readonly recordsAccess: Access;
}

/** The one place that reads the environment. */
export function readMapperConfig(env: Environment = process.env): MapperConfig {
  const config = readConfig(variables, env);
  return { ...config, site: siteOf(env), access: accessOf(config, env), recordsAccess: recordsAccessOf(config, env) };
}

/** Defaults that nobody chose are no rules for a hospital's records. */
function siteOf({ SITE, NODE_ENV }: Environment): Site {
  try {
    if (SITE !== undefined && SITE !== '') return loadSite(SITE);
  } catch (error) {
    if (error instanceof SiteError) throw new ConfigurationError(error.faults);
    throw error;
  }
  if (NODE_ENV !== 'production') return builtInSite;
  throw new ConfigurationError(['SITE is not set. Name the site file, for example config/sites/riverside.yaml.']);
}

export function rulesOf({ site }: MapperConfig): Rules {
  return site.rules;
}

/** The day that windows are judged by: fixed by configuration, else the site's today. */
export function asOfDay({ AS_OF, site }: MapperConfig): Day {
  return AS_OF ?? dayIn(Date.now(), site.rules.timeZone);
}
