import type { MeasureCode, PainLocation, ProcedureType, Recall } from '@ilium/contracts';
import type { Policy } from './outcomes/policy.js';
import type { ChangeThatMatters } from './terminology/measures.js';
import type { CodeRules } from './terminology/site-codes.js';

/**
 * What the site file becomes: everything that deriving depends on besides the facts and the day. Whatever no official
 * source decides is here, with our default.
 */
export interface Rules extends CodeRules {
  /** Names this set of rules; stands in every derived figure. */
  readonly version: string;
  /** IANA name; calendar days are days of this zone. */
  readonly timeZone: string;
  /** Families of feeds, the best source of a procedure first; what is not listed comes last. */
  readonly feedPrecedence: readonly string[];
  /** Sending applications whose `00:00:00` means that no time was given (clinical rule 6). */
  readonly midnightMeansNoTime: readonly string[];
  readonly charges: ChargeRules;
  /** Measures whose windows are expected after each therapeutic session, by type; `usual` for types not named. */
  readonly expectedMeasures: { readonly usual: readonly ExpectedMeasure[] } & Readonly<
    Partial<Record<ProcedureType, readonly ExpectedMeasure[]>>
  >;
  /** A baseline is at most this many days old at the session. */
  readonly baselineDays: { readonly usual: number } & Readonly<Partial<Record<ProcedureType, number>>>;
  readonly windows: readonly OutcomeWindow[];
  /** Windows of the first hours; only for times of day on both sides. */
  readonly shortWindows: readonly ShortWindow[];
  /** The window that sentences about a type are about. */
  readonly primaryWindows: { readonly usual: string } & Readonly<Partial<Record<ProcedureType, string>>>;
  readonly block: BlockRules;
  /** Return of pain and steroid onset need at least a score a day for this many days (clinical rule 18). */
  readonly diaryDays: number;
  /** Whether a session without a diary is told as one; else it is only told where a diary was begun. */
  readonly diaryExpected: boolean;
  /** Relief is at least this many percent below the baseline (clinical rule 19). */
  readonly reliefPercent: number;
  /** Complications count within this many days (clinical rule 10). */
  readonly complicationDays: number;
  /** The change that matters of measures about which sources disagree, or where a site follows another one. */
  readonly changesThatMatter: Readonly<Partial<Record<MeasureCode, ChangeThatMatters>>>;
  /** Which end of the site's form of the global impression of change is best: forms differ. */
  readonly pgicBest: 'lowest' | 'highest';
  readonly privacy: PrivacyRules;
  /** Coverage policies; only the verified ones answer. */
  readonly policies: readonly Policy[];
  /**
   * Whether codes are also written with their modifiers and sides, as their systems define it: `27096:LT`, SNOMED CT with a
   * laterality. A server that only knows single codes may refuse them.
   */
  readonly codeExpressions: boolean;
  /** Derived figures that are written to the chart as Observations; none unless the site opts in. */
  readonly derivedInChart: readonly DerivedKind[];
}

/** Clinical rule 4: a charge is evidence, not an administration. */
export interface ChargeRules {
  /** Whether a charged drug becomes a MedicationAdministration, marked as billed. */
  readonly asAdministrations: boolean;
  /** A credit without clinical evidence takes a procedure back after this many days. */
  readonly settleDays: number;
}

export interface ExpectedMeasure {
  readonly measure: MeasureCode;
  readonly painLocation?: PainLocation | undefined;
  readonly recall?: Recall | undefined;
}

/** Days are counted from the session's day, both ends belong to the window. */
export interface OutcomeWindow {
  readonly name: string;
  readonly firstDay: number;
  readonly lastDay: number;
  readonly nominalDay: number;
}

/** Minutes are counted from the needle, both ends belong to the window. */
export interface ShortWindow {
  readonly name: string;
  readonly firstMinute: number;
  readonly lastMinute: number;
  readonly nominalMinute: number;
}

/** Clinical rule 17. */
export interface BlockRules {
  readonly thresholdPercent: number;
  /** The score before is at most this many minutes old. */
  readonly beforeMinutes: number;
  /** The score before is at least this, on the scale of 0 to 10. */
  readonly leastBefore: number;
  readonly afterFirstMinute: number;
  readonly afterLastMinute: number;
  /** More than this into the joint tells nothing about the joint, in mL. */
  readonly mostVolume: number;
}

/** Clinical rule 25. */
export interface PrivacyRules {
  readonly profile: 'limited' | 'safe-harbor';
  /** Flags of a patient (opt-out, very important person, sensitive) with which nothing goes to the outcome topic. */
  readonly hiddenFlags: readonly string[];
  /** Flags of a test patient: excluded, and counted. */
  readonly testFlags: readonly string[];
  /** Flags that hide nobody. One that stands in no list hides until somebody lists it. */
  readonly harmlessFlags: readonly string[];
  /** Sites that statistics are told apart by. What else a sender calls its site may be anything, and does not leave. */
  readonly sites: readonly string[];
}

/** Derived figures, each an Observation of its own. */
export const derivedKinds = [
  'change',
  'percent-improvement',
  'improved',
  'over-50',
  'at-least-50',
  'at-least-75',
  'block-result',
  'return-of-pain',
  'steroid-onset',
  'relief-duration',
  'follow-up-status',
] as const;
export type DerivedKind = (typeof derivedKinds)[number];

/** Follow-up is asked for yearly after the second year, this many years at most. */
const lastYear = 20;

/** Clinical rule 15: W1 to M24, then yearly, ± 90 days. They do not overlap. */
const outcomeWindows: readonly OutcomeWindow[] = [
  { name: 'W1', firstDay: 5, lastDay: 10, nominalDay: 7 },
  { name: 'W2', firstDay: 11, lastDay: 21, nominalDay: 14 },
  { name: 'W6', firstDay: 28, lastDay: 56, nominalDay: 42 },
  { name: 'M3', firstDay: 70, lastDay: 120, nominalDay: 91 },
  { name: 'M6', firstDay: 150, lastDay: 225, nominalDay: 182 },
  { name: 'M12', firstDay: 300, lastDay: 450, nominalDay: 365 },
  { name: 'M24', firstDay: 600, lastDay: 840, nominalDay: 730 },
  ...Array.from({ length: lastYear - 2 }, (_, index) => yearly(index + 3)),
];

function yearly(year: number): OutcomeWindow {
  const nominalDay = 365 * year;
  return { name: `Y${year}`, firstDay: nominalDay - 90, lastDay: nominalDay + 90, nominalDay };
}

const shortWindows: readonly ShortWindow[] = [
  { name: '30MIN', firstMinute: 15, lastMinute: 90, nominalMinute: 30 },
  { name: '4H', firstMinute: 2 * 60, lastMinute: 8 * 60, nominalMinute: 4 * 60 },
  { name: '24H', firstMinute: 12 * 60, lastMinute: 36 * 60, nominalMinute: 24 * 60 },
];

export const defaultRules: Rules = {
  version: '2',
  timeZone: 'America/New_York',
  base: 'https://ilium.example/fhir',
  feedPrecedence: ['fhir', 'adt', 'oru', 'ras', 'events', 'bar', 'orm', 'dft'],
  codes: {},
  bareCodes: 'recognised',
  midnightMeansNoTime: [],
  charges: { asAdministrations: false, settleDays: 3 },
  expectedMeasures: { usual: [{ measure: 'nrs' }, { measure: 'odi' }] },
  baselineDays: { usual: 30, 'si-joint-fusion': 60 },
  windows: outcomeWindows,
  shortWindows,
  primaryWindows: { usual: 'W6', 'si-joint-rfa': 'M3', 'facet-rfa': 'M3', 'si-joint-fusion': 'M12' },
  block: {
    thresholdPercent: 75,
    beforeMinutes: 120,
    leastBefore: 4,
    afterFirstMinute: 15,
    afterLastMinute: 240,
    mostVolume: 2.5,
  },
  diaryDays: 14,
  diaryExpected: false,
  reliefPercent: 50,
  complicationDays: 30,
  // Pain interference: 2 to 5.5 (Chen 2018; Amtmann 2016, back pain and epidurals). EQ-5D: 0.08 (PMC7053735), 0.10 (PMC4773997).
  changesThatMatter: { 'promis-pain-interference': { points: 3.5 }, 'eq-5d-index': { points: 0.08 } },
  pgicBest: 'lowest',
  privacy: {
    profile: 'limited',
    hiddenFlags: ['opt-out', 'vip', 'sensitive'],
    testFlags: ['test'],
    harmlessFlags: ['interpreter'],
    sites: [],
  },
  policies: [],
  codeExpressions: true,
  derivedInChart: [],
};

/** The value of a table for a type, or the usual one. */
export function forType<Value>(
  table: { readonly usual: Value } & Readonly<Partial<Record<ProcedureType, Value>>>,
  type: ProcedureType,
): Value {
  return table[type] ?? table.usual;
}
