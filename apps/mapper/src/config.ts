import { dayIn, defaultRules, type Day, type Rules } from '@ilium/clinical';
import { databaseVariables, kafkaVariables, readConfig, serviceVariables } from '@ilium/observability';
import { z } from 'zod';

const shortestKey = 32;

const variables = z.object({
  ...serviceVariables,
  ...kafkaVariables,
  ...databaseVariables,
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
  TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'expected an IANA time zone')
    .default(defaultRules.timeZone)
    .describe('The time zone that the hospital counts days by, for example America/New_York.'),
});

export type MapperConfig = z.output<typeof variables>;

/** The one place that reads the environment. */
export function readMapperConfig(): MapperConfig {
  return readConfig(variables, process.env);
}

export function rulesOf({ TIME_ZONE }: MapperConfig): Rules {
  return { ...defaultRules, timeZone: TIME_ZONE, derivedInChart: ['percent-improvement'] };
}

/** The day that windows are judged by: fixed by configuration, else the site's today. */
export function asOfDay({ AS_OF, TIME_ZONE }: MapperConfig): Day {
  return AS_OF ?? dayIn(Date.now(), TIME_ZONE);
}

function isTimeZone(name: string): boolean {
  try {
    return dayIn(0, name) !== '';
  } catch {
    return false;
  }
}
