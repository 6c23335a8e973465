import { hasChange, isObserved, isRated, isSessionScore } from './counters.js';
import { period, year } from './groups.js';

/**
 * What is counted per value, as SQL over a row `fact` of `outcome_facts`: medians, curves and tables of reasons are made
 * of these. A fact gives at most one cell of each figure.
 */
export interface Figure {
  readonly when: string;
  /** A word of the contract; '' where the figure has none. */
  readonly what?: string;
  /** The value: thousandths, or a day. */
  readonly at?: string;
  /** Of intervals, where they end; -1 where they have not ended. */
  readonly until?: string;
  /** Of many values: by month there would be as many cells as facts. */
  readonly isByYear?: true;
}

const result = (name: string): string => `fact.kind_result->>'${name}'`;
const doubt = `coalesce(${result('doubt')}, '')`;
const isRelief = `fact.kind = 'relief-duration' AND fact.side IS NULL AND ${result('lastDayWith')} IS NOT NULL`;

export const figures = {
  'better-by': {
    when: hasChange,
    at: 'fact.better_by_thousandths',
    isByYear: true,
  },
  'percent-better': {
    when: isRated,
    at: 'fact.percent_better_thousandths',
    isByYear: true,
  },
  missing: {
    when: `${isSessionScore} AND fact.status = 'missing' AND fact.is_expected IS NOT FALSE`,
    what: `coalesce(fact.missing_reason, 'unknown')`,
  },
  'no-figure': { when: `${isObserved} AND fact.doubt IS NOT NULL`, what: 'fact.doubt' },
  session: { when: `fact.kind = 'session'` },
  'session-completed': { when: `fact.kind = 'session' AND ${result('isCompleted')} = 'true'` },
  'session-therapeutic': { when: `fact.kind = 'session' AND ${result('isTherapeutic')} = 'true'` },
  'session-diagnostic': { when: `fact.kind = 'session' AND ${result('isDiagnostic')} = 'true'` },
  complication: { when: `fact.kind = 'complication'`, what: result('category') },
  block: { when: `fact.kind = 'block'`, what: `${result('answer')} || '/' || (${result('repetition')})` },
  'block-doubt': { when: `fact.kind = 'block' AND ${doubt} <> ''`, what: doubt },
  // Of a low baseline counted apart, as in the rates (clinical rule 16).
  relief: {
    when: `${isRelief} AND ${result('baselineBand')} IS DISTINCT FROM 'low'`,
    what: result('end'),
    at: `(${result('lastDayWith')})::int`,
    until: `coalesce((${result('firstDayWithout')})::int, -1)`,
    isByYear: true,
  },
  'relief-of-low-baseline': {
    when: `${isRelief} AND ${result('baselineBand')} = 'low'`,
    what: result('end'),
    at: `(${result('lastDayWith')})::int`,
    until: `coalesce((${result('firstDayWithout')})::int, -1)`,
    isByYear: true,
  },
  'no-relief-duration': {
    when: `fact.kind = 'relief-duration' AND fact.side IS NULL AND ${result('lastDayWith')} IS NULL`,
    what: doubt,
  },
  'return-of-pain': dayOf('return-of-pain'),
  'no-return-of-pain': noDayOf('return-of-pain'),
  'steroid-onset': dayOf('steroid-onset'),
  'no-steroid-onset': noDayOf('steroid-onset'),
} as const satisfies Record<string, Figure>;

/** Days may be parts of days: thousandths. */
function dayOf(kind: string): Figure {
  return {
    when: `fact.kind = '${kind}' AND fact.side IS NULL AND ${result('days')} IS NOT NULL`,
    at: `round((${result('days')})::numeric * 1000)`,
    isByYear: true,
  };
}

function noDayOf(kind: string): Figure {
  return { when: `fact.kind = '${kind}' AND fact.side IS NULL AND ${result('days')} IS NULL`, what: doubt };
}

export type FigureName = keyof typeof figures;
export const figureNames = Object.keys(figures) as readonly FigureName[];

/** Whether it is counted by month as well, and not by year alone. */
export function isMonthly(name: FigureName): boolean {
  const { isByYear }: Figure = figures[name];
  return isByYear === undefined;
}

const ofScore = new Set<string>(['better-by', 'percent-better', 'missing', 'no-figure'] satisfies FigureName[]);

function cellsSql(isWanted: (name: string) => boolean): string {
  const selects = Object.entries<Figure>(figures)
    .filter(([name]) => isWanted(name))
    .map(
      ([name, { when, what = `''`, at = '0', until = '0', isByYear: only = false }]) =>
        `SELECT '${name}'::text AS figure, ${what} AS what, (${at})::bigint AS at, (${until})::bigint AS until, ${only ? year : period} AS period WHERE ${when}`,
    );
  // Kept apart, so that of most facts, which are scores, only few figures are looked at.
  return `(${selects.join('\n      UNION ALL ')} OFFSET 0)`;
}

/** A subquery for LATERAL: the cells that a fact is counted in. @param isWanted of the figures */
export function cellsOfFactSql(isWanted: (name: string) => boolean = () => true): string {
  return `
      SELECT * FROM ${cellsSql((name) => ofScore.has(name) && isWanted(name))} AS cell WHERE fact.kind = 'score'
      UNION ALL
      SELECT * FROM ${cellsSql((name) => !ofScore.has(name) && isWanted(name))} AS cell WHERE fact.kind <> 'score'`;
}
