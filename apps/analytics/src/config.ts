import { databaseVariables, kafkaVariables, readConfig, serviceVariables } from '@ilium/observability';
import { accessOf, tokenVariables, type Access } from '@ilium/security';
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
}

/** The one place that reads the environment. */
export function readAnalyticsConfig(): AnalyticsConfig {
  const config = readConfig(variables, process.env);
  return { ...config, access: accessOf(config, process.env) };
}
