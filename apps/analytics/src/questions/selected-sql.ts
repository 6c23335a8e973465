import { isMonthly, type FigureName } from '../rollups/cells.js';
import { intentStratum, priorTreatmentStratum } from '../rollups/counting-sql.js';
import { groupsOfFact, series, type GroupName } from '../rollups/groups.js';
import type { Grain } from '../rollups/tables.js';
import { isOfMonths, strataNames, type Selection } from './selection.js';

/** What a question narrows by; within the service also by several types of procedure. */
export interface Narrowing extends Selection {
  readonly procedureTypes?: readonly string[];
}

/** Which facts a selection means. */
export interface SelectedFacts {
  /** Of rows `fact`. */
  readonly ofFacts: string;
  readonly parameters: readonly unknown[];
}

/** The same of rollups: of the series that they are of, and of what else their rows know. */
export interface SelectedRows extends SelectedFacts {
  readonly ofSeries: string;
  readonly ofRows: string;
}

export interface Selected extends SelectedRows {
  readonly grain: Grain;
}

/** What facts are narrowed by, how it is compared, and with what. */
export interface Condition {
  readonly column: GroupName;
  readonly sql: (column: string, place: string) => string;
  readonly value: string | boolean | readonly string[];
}

/** Of counters that know what is asked by; retractions, which have no dimensions, are in none. */
export function selected(asked: Selection, grain: Grain): Selected {
  // Of every session the intent is told, or that none is known: together they are all, whatever was given.
  return { grain, ...selectedOf(asked, grain === 'strata' ? { stratum: stratumOf(asked) ?? intentStratum } : {}) };
}

/** Of counts per value, which know no more than the period; undefined where more is asked. */
export function selectedCells(
  asked: Narrowing,
  figures: readonly FigureName[],
  scale: AnsweredScale,
): SelectedRows | undefined {
  const isKnown = strataOf(asked).length === 0 && !isOfGiven(asked) && (!isOfMonths(asked) || figures.every(isMonthly));
  return isKnown ? selectedOf(asked, { scale }) : undefined;
}

/** Only who has a figure has named a location and a recall period. Blocks, sessions and complications are of no scale. */
const hasFigure = `CASE fact.kind WHEN 'score' THEN fact.status = 'observed'
                        WHEN 'relief-duration' THEN fact.kind_result->>'lastDayWith' IS NOT NULL
                        WHEN 'return-of-pain' THEN fact.kind_result->>'days' IS NOT NULL
                        WHEN 'steroid-onset' THEN fact.kind_result->>'days' IS NOT NULL
                        ELSE false END`;

/** The same selection of rows `fact` of `outcome_facts`: answers are those of the scale that is asked for. */
export function selectedFacts(asked: Selection): SelectedFacts {
  const { ofFacts, parameters } = selectedRows(asked);
  const onScale = conditionsOf(asked).flatMap(({ column, sql }, index) =>
    sql === equalOrUnsaid
      ? [`(${groupsOfFact[column]} = $${index + 1} OR fact.family <> 'pain' OR NOT (${hasFigure}))`]
      : [],
  );
  return { ofFacts: [ofFacts, ...onScale].join(' AND '), parameters };
}

/** As rollups know them: their rows hold answers and missing ones together, which are told apart where they are summed. */
export function selectedRows(asked: Narrowing, scale?: AnsweredScale): SelectedFacts {
  const conditions = conditionsOf(asked, scale);
  return {
    ofFacts: [`fact.status <> 'entered-in-error'`, ...conditions.map(overFacts)].join(' AND '),
    parameters: conditions.map(({ value }) => value),
  };
}

interface HowSelected {
  readonly stratum?: GroupName;
  readonly scale?: AnsweredScale;
}

function selectedOf(asked: Narrowing, { stratum, scale }: HowSelected): SelectedRows {
  const { ofFacts, parameters } = selectedRows(asked, scale);
  const [ofSeries, ofRows] = [[isOfOutcomes], stratum === undefined ? ['true'] : [`stratum = '${stratum}'`]];
  for (const [index, { column, sql }] of conditionsOf(asked, scale).entries()) {
    const place = `$${index + 1}`;
    if (column in series) ofSeries.push(sql(`"${column}"`, place));
    else ofRows.push(column === stratum ? oneStratum(column, place, sql) : sql(`"${column}"`, place));
  }
  return { ofSeries: ofSeries.join(' AND '), ofRows: ofRows.join(' AND '), ofFacts, parameters };
}

/** A retraction is of no type. */
export const isOfOutcomes = `procedure_type <> ''`;

/** Of several prior treatments each is counted by itself. */
function oneStratum(column: GroupName, place: string, sql: Condition['sql']): string {
  return column === priorTreatmentStratum ? `value = ${place}` : sql('value', place);
}

function overFacts({ column, sql }: Condition, index: number): string {
  return sql(groupsOfFact[column], `$${index + 1}`);
}

/** The coarsest counters that know what is asked by; undefined where none do. */
export function grainOf(asked: Selection, { isByMonth = false } = {}): Grain | undefined {
  const byMonth = isByMonth || isOfMonths(asked);
  const strata = strataOf(asked);
  if (strata.length + (asked.intent === undefined ? 0 : 1) > 1) return undefined;
  if (strata.length > 0) return byMonth ? undefined : 'strata';
  if (isOfGiven(asked)) return byMonth ? 'rollups' : 'strata';
  return byMonth ? 'months' : 'totals';
}

function stratumOf(asked: Selection): GroupName | undefined {
  const [stratum] = strataOf(asked);
  return stratum && columnsOfStrata[stratum];
}

const columnsOfStrata = {
  sides: 'sides',
  region: 'region',
  approach: 'approach',
  ageBand: 'age_band',
  sex: 'sex',
  guidance: 'guidance',
  steroid: 'steroid',
  priorTreatment: 'prior_treatments',
} as const satisfies Record<(typeof strataNames)[number], GroupName>;

function strataOf(asked: Selection): (typeof strataNames)[number][] {
  return strataNames.filter((name) => asked[name] !== undefined);
}

function isOfGiven({ agents, intent }: Selection): boolean {
  return agents !== undefined || intent !== undefined;
}

const equal: Condition['sql'] = (column, place) => `${column} = ${place}`;
const oneOf: Condition['sql'] = (column, place) => `${column} = ANY (${place}::text[])`;
// Who neither answered nor had a baseline said no location and no recall period: missing to whichever is asked.
const equalOrUnsaid: Condition['sql'] = (column, place) => `${column} IN (${place}, '')`;
// A month lies in its year; of a session that is told by its year alone no month is known.
const since: Condition['sql'] = (column, place) => `(length(${column}) >= length(${place}) AND ${column} >= ${place})`;
const upTo: Condition['sql'] = (column, place) =>
  `(length(${column}) >= length(${place}) AND left(${column}, length(${place})) <= ${place})`;
const holds: Condition['sql'] = (column, place) => `${column} ? ${place}`;

/** What is not said is an empty text in rollups. */
export function unsaidAsEmpty(asked: string | undefined): string | undefined {
  return asked === 'none' ? '' : asked;
}

/** Whether those count as well that name no location or recall period. */
export type AnsweredScale = 'with-unsaid' | 'exact';

export function conditionsOf(asked: Narrowing, scale: AnsweredScale = 'with-unsaid'): readonly Condition[] {
  const ofScale = scale === 'exact' ? equal : equalOrUnsaid;
  const conditions: readonly (Omit<Condition, 'value'> & { readonly value: Condition['value'] | undefined })[] = [
    { column: 'procedure_type', sql: equal, value: asked.procedureType },
    { column: 'procedure_type', sql: oneOf, value: asked.procedureTypes },
    { column: 'family', sql: equal, value: asked.family },
    { column: 'measure', sql: equal, value: asked.measure },
    { column: 'pain_location', sql: ofScale, value: unsaidAsEmpty(asked.painLocation) },
    { column: 'recall', sql: ofScale, value: unsaidAsEmpty(asked.recall) },
    { column: 'window', sql: equal, value: asked.window },
    { column: 'agents', sql: oneOf, value: asked.agents },
    { column: 'intent', sql: oneOf, value: asked.intent },
    { column: 'is_index', sql: equal, value: asked.of === 'patients' ? true : undefined },
    { column: 'is_index', sql: equal, value: asked.firstOrRepeat && asked.firstOrRepeat === 'first' },
    { column: 'site', sql: equal, value: asked.site },
    { column: 'period', sql: since, value: asked.from },
    { column: 'period', sql: upTo, value: asked.to },
    ...strataNames.map((name) => ({
      column: columnsOfStrata[name],
      sql: name === 'priorTreatment' ? holds : equal,
      value: asked[name],
    })),
  ];
  return conditions.flatMap(({ value, ...condition }) => (value === undefined ? [] : [{ ...condition, value }]));
}
