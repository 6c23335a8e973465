import { databaseVariables, kafkaVariables, readConfig, serviceVariables } from '@ilium/observability';
import { z } from 'zod';

const variables = z.object({ ...serviceVariables, ...kafkaVariables, ...databaseVariables });

export type AnalyticsConfig = z.output<typeof variables>;

/** The one place that reads the environment. */
export function readAnalyticsConfig(): AnalyticsConfig {
  return readConfig(variables, process.env);
}
