import type { MeasureFamily, ProcedureType } from '@ilium/contracts';
import type { Day } from '../derive/reports/moments.js';

/** A payer's documentation rules, as data with their dates: `config/policies/*.yaml`, field by field. */
export interface Policy {
  readonly name: string;
  readonly payer: string;
  /** Where the rules stand, and how sure that is. */
  readonly source: string;
  /** By the date of service. */
  readonly effectiveFrom: Day;
  readonly effectiveTo?: Day | undefined;
  /** Who compared it with the payer's text; without both it is shown and never active. */
  readonly verifiedBy?: string | undefined;
  readonly verifiedOn?: Day | undefined;
  /** Types that it is about. They share its limits: a joint's injection and its nerves' block count together. */
  readonly types: readonly ProcedureType[];
  /** Whether a visit counts once, or each of its joints for itself. */
  readonly countBy: 'session' | 'joint';
  readonly rules: PolicyRules;
  /** What it asks for besides that no feed tells, in words: shown with every answer, never judged. */
  readonly notChecked: readonly string[];
}

/** What is not said is not asked for. */
export interface PolicyRules {
  readonly mostTherapeutic?: Limit | undefined;
  readonly mostDiagnostic?: Limit | undefined;
  /** At least so long from one therapeutic session to the next. */
  readonly betweenTherapeutic?: Span | undefined;
  readonly noDiagnosticAfterTreatment?: boolean | undefined;
  /** Treatment follows an earlier diagnostic block with at least this relief, both scores of it on one scale. */
  readonly positiveBlock?: { readonly atLeastPercent: number } | undefined;
  /** Treatment is repeated only after relief by the earlier one. */
  readonly repeatTherapeutic?: SustainedRelief | undefined;
  /** Image guidance has to be documented, as one of these. */
  readonly guidance?: readonly ('fluoroscopy' | 'ct' | 'ultrasound')[] | undefined;
  /** Contrast, given or judged, has to be documented. */
  readonly contrast?: boolean | undefined;
  /** For each of these families a score before the session. */
  readonly baselineScores?: readonly MeasureFamily[] | undefined;
  /** For each of these families a score after it, once one is due. */
  readonly followUpScores?: readonly MeasureFamily[] | undefined;
  /** What every line of a diagnostic session carries, such as KX. */
  readonly diagnosticModifier?: string | undefined;
}

/** So many within a rolling span; without one, ever. */
export interface Limit {
  readonly count: number;
  readonly within?: Span | undefined;
}

/** Calendar months, or weeks. */
export interface Span {
  readonly months?: number | undefined;
  readonly weeks?: number | undefined;
}

/** At least so many percent, in one of these families, for so long. */
export interface SustainedRelief {
  readonly atLeastPercent: number;
  readonly lasting: Span;
  readonly anyOf: readonly MeasureFamily[];
}

/** Whether somebody vouches for it. */
export function isVerified({ verifiedBy, verifiedOn }: Policy): boolean {
  return Boolean(verifiedBy) && Boolean(verifiedOn);
}

/** Whether it is about what was done on a day. */
export function isEffectiveOn({ effectiveFrom, effectiveTo }: Policy, day: Day): boolean {
  return effectiveFrom <= day && (effectiveTo === undefined || day <= effectiveTo);
}
