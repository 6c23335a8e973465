import { defaultRules } from '@ilium/clinical';
import { z } from 'zod';

/** Under this token the service's settings are provided. */
export const MEASURE_REPORT_SETTINGS = Symbol('ilium.analytics.measure-report-settings');

/** What a site decides of its reports. */
export interface MeasureReportSettings {
  /** Names of measures and extensions begin with it. */
  readonly base: string;
  /** The organization that reports, as it calls itself; undefined: left out. */
  readonly reporter: string | undefined;
}

export const measureReportVariables = {
  FHIR_CANONICAL_BASE: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .default(defaultRules.base)
    .describe('Names of measures and extensions in a MeasureReport begin with it: the `base` of the site file.'),
  MEASURE_REPORT_REPORTER: z.string().trim().min(1).optional().describe('The organization that a MeasureReport names.'),
};

type Variables = z.output<z.ZodObject<typeof measureReportVariables>>;

export function measureReportSettings(variables: Variables): MeasureReportSettings {
  return { base: variables.FHIR_CANONICAL_BASE, reporter: variables.MEASURE_REPORT_REPORTER };
}
