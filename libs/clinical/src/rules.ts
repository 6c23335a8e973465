import type { MeasureCode, PainLocation, Recall } from '@ilium/contracts';

/** What the site file becomes: everything that deriving depends on besides the facts and the day. */
export interface Rules {
  /** Names this set of rules; stands in every derived figure. */
  readonly version: string;
  /** IANA name; calendar days are days of this zone. */
  readonly timeZone: string;
  /** Base of our own CodeSystems and extensions. */
  readonly base: string;
  /** Families of feeds, the best source of a procedure first; what is not listed comes last. */
  readonly feedPrecedence: readonly string[];
  /** Measures whose windows are expected after each therapeutic session. */
  readonly expectedMeasures: readonly ExpectedMeasure[];
  /** A baseline is at most this many days old at the session. */
  readonly baselineDays: number;
  readonly windows: readonly OutcomeWindow[];
  /** Whether derived outcomes, such as percent improvement, are written to the chart. */
  readonly derivedOutcomesInChart: boolean;
}

export interface ExpectedMeasure {
  readonly measure: MeasureCode;
  readonly painLocation?: PainLocation;
  readonly recall?: Recall;
}

/** Days are counted from the session's day, both ends belong to the window. */
export interface OutcomeWindow {
  readonly name: string;
  readonly firstDay: number;
  readonly lastDay: number;
  readonly nominalDay: number;
}

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

export const defaultRules: Rules = {
  version: '1',
  timeZone: 'America/New_York',
  base: 'https://ilium.example/fhir',
  feedPrecedence: ['fhir', 'adt', 'oru', 'ras', 'events', 'bar', 'orm', 'dft'],
  expectedMeasures: [{ measure: 'nrs' }, { measure: 'odi' }],
  baselineDays: 30,
  windows: outcomeWindows,
  derivedOutcomesInChart: true,
};
