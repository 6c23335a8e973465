import {
  ConfigurationError,
  databaseVariables,
  kafkaVariables,
  readConfig,
  serviceVariables,
  type Environment,
} from '@ilium/observability';
import { accessOf, tokenVariables, type Access } from '@ilium/security';
import { builtInSite, loadSite, SiteError, type Site } from '@ilium/site';
import { z } from 'zod';
import { measureReportVariables } from './exports/measure-report-settings.js';
import { statementVariables } from './statements/statement-settings.js';

const variables = z.object({
  ...serviceVariables,
  ...kafkaVariables,
  ...databaseVariables,
  ...tokenVariables,
  ...statementVariables,
  ...measureReportVariables,
});

export interface AnalyticsConfig extends z.output<typeof variables> {
  /** To what is not told to everybody. */
  readonly access: Access;
  /** Whose windows sentences are about. */
  readonly site: Site;
}

/** The one place that reads the environment. */
export function readAnalyticsConfig(env: Environment = process.env): AnalyticsConfig {
  const config = readConfig(variables, env);
  return { ...config, access: accessOf(config, env), site: siteOf(env) };
}

/** The site file that the mapper has; without one, windows are the usual ones. */
function siteOf({ SITE }: Environment): Site {
  if (SITE === undefined || SITE === '') return builtInSite;
  try {
    return loadSite(SITE);
  } catch (error) {
    if (error instanceof SiteError) throw new ConfigurationError(error.faults);
    throw error;
  }
}
