import type { MeasureCode, MeasureFamily, PainLocation, Recall } from '@ilium/contracts';

/** What scores are compared by: pairs have the same measure, location and recall (clinical rule 12). */
export interface Scale {
  readonly measure: MeasureCode;
  readonly family: MeasureFamily;
  readonly painLocation: PainLocation | null;
  readonly recall: Recall | null;
}

export const scaleColumns = 'measure, family, pain_location, recall';
export const scaleSql = `measure, family, nullif(pain_location, '') AS "painLocation", nullif(recall, '') AS recall`;
