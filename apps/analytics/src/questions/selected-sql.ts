import { intentStratum, priorTreatmentStratum } from '../rollups/counting-sql.js';
import { groupsOfFact, series, type GroupName } from '../rollups/groups.js';
import type { CellGrain, Grain } from '../rollups/tables.js';
import { isOfMonths, strataNames, type Selection } from './selection.js';

/** Which facts a selection means. */
export interface SelectedFacts {
  /** Of rows `fact`. */
  readonly where: string;
  readonly parameters: readonly unknown[];
}

/** The same of rollups: of the series that they are of, and of what else their rows know. */
export interface Selected<AnyGrain extends Grain | CellGrain> {
  readonly grain: AnyGrain;
  readonly ofSeries: string;
  readonly ofRows: string;
  readonly ofFacts: string;
  readonly parameters: readonly unknown[];
}

/** What facts are narrowed by, how it is compared, and with what. */
interface Condition {
  readonly column: GroupName;
  readonly sql: (column: string, place: string) => string;
  readonly value: unknown;
}

/** Of the coarsest counters that know what is asked by; retractions, which have no dimensions, are in none. */
export function selected(asked: Selection, { isByMonth = false } = {}): Selected<Grain> {
  const grain = grainOf(asked, isByMonth);
  return selectedOf(asked, grain, { stratum: grain === 'strata' ? stratumOf(asked) : undefined });
}

/** Of the coarsest counts per value that know it. @param scale whether those count that name no location or recall period */
export function selectedCells(asked: Selection, scale: AnsweredScale = 'with-unsaid'): Selected<CellGrain> {
  if (strataOf(asked).length > 0) throw new RangeError('Values are not counted by stratum: ask for rates.');
  return selectedOf(asked, isOfGiven(asked) ? 'rollups' : 'totals', { scale });
}

/** Only who has a figure has named a location and a recall period. Blocks, sessions and complications are of no scale. */
const hasFigure = `CASE fact.kind WHEN 'score' THEN fact.status = 'observed'
                        WHEN 'relief-duration' THEN fact.kind_result->>'lastDayWith' IS NOT NULL
                        WHEN 'return-of-pain' THEN fact.kind_result->>'days' IS NOT NULL
                        WHEN 'steroid-onset' THEN fact.kind_result->>'days' IS NOT NULL
                        ELSE false END`;

/** The same selection of rows `fact` of `outcome_facts`: answers are those of the scale that is asked for. */
export function selectedFacts(asked: Selection): SelectedFacts {
  const { where, parameters } = selectedRows(asked);
  const onScale = conditionsOf(asked).flatMap(({ column, sql }, index) =>
    sql === equalOrUnsaid
      ? [`(${groupsOfFact[column]} = $${index + 1} OR fact.family <> 'pain' OR NOT (${hasFigure}))`]
      : [],
  );
  return { where: [where, ...onScale].join(' AND '), parameters };
}

/** As rollups know them: their rows hold answers and missing ones together, which are told apart where they are summed. */
function selectedRows(asked: Selection, scale?: AnsweredScale): SelectedFacts {
  const conditions = conditionsOf(asked, scale);
  return {
    where: [`fact.status <> 'entered-in-error'`, ...conditions.map(overFacts)].join(' AND '),
    parameters: conditions.map(({ value }) => value),
  };
}

interface HowSelected {
  readonly stratum?: GroupName | undefined;
  readonly scale?: AnsweredScale;
}

function selectedOf<AnyGrain extends Grain | CellGrain>(
  asked: Selection,
  grain: AnyGrain,
  { stratum, scale }: HowSelected,
): Selected<AnyGrain> {
  const { where, parameters } = selectedRows(asked, scale);
  const [ofSeries, ofRows] = [[`procedure_type <> ''`], ['true']];
  for (const [index, { column, sql }] of conditionsOf(asked, scale).entries()) {
    const place = `$${index + 1}`;
    if (column in series) ofSeries.push(sql(`"${column}"`, place));
    else if (column === stratum) ofRows.push(`stratum = '${column}'`, oneStratum(column, place, sql));
    else ofRows.push(sql(`"${column}"`, place));
  }
  // Of every session the intent is told, or that none is known: together they are all.
  if (grain === 'strata' && stratum === undefined) ofRows.push(`stratum = '${intentStratum}'`);
  return { grain, ofSeries: ofSeries.join(' AND '), ofRows: ofRows.join(' AND '), ofFacts: where, parameters };
}

/** Of several prior treatments each is counted by itself. */
function oneStratum(column: GroupName, place: string, sql: Condition['sql']): string {
  return column === priorTreatmentStratum ? `value = ${place}` : sql('value', place);
}

function overFacts({ column, sql }: Condition, index: number): string {
  return sql(groupsOfFact[column], `$${index + 1}`);
}

function grainOf(asked: Selection, isByMonth: boolean): Grain {
  if (strataOf(asked).length > 0) return 'strata';
  const byMonth = isByMonth || isOfMonths(asked);
  if (isOfGiven(asked)) return byMonth ? 'rollups' : 'strata';
  return byMonth ? 'months' : 'totals';
}

function stratumOf(asked: Selection): GroupName | undefined {
  const [stratum] = strataOf(asked);
  if (stratum !== undefined) return columnsOfStrata[stratum];
  return asked.intent === undefined ? undefined : 'intent';
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

export type AnsweredScale = 'with-unsaid' | 'exact';

function conditionsOf(asked: Selection, scale: AnsweredScale = 'with-unsaid'): readonly Condition[] {
  const ofScale = scale === 'exact' ? equal : equalOrUnsaid;
  const conditions: readonly Condition[] = [
    { column: 'procedure_type', sql: equal, value: asked.procedureType },
    { column: 'family', sql: equal, value: asked.family },
    { column: 'measure', sql: equal, value: asked.measure },
    { column: 'pain_location', sql: ofScale, value: unsaidAsEmpty(asked.painLocation) },
    { column: 'recall', sql: ofScale, value: unsaidAsEmpty(asked.recall) },
    { column: 'window', sql: equal, value: asked.window },
    { column: 'agents', sql: oneOf, value: asked.agents },
    { column: 'intent', sql: oneOf, value: asked.intent },
    { column: 'is_index', sql: equal, value: asked.of === 'patients' ? true : undefined },
    { column: 'period', sql: since, value: asked.from },
    { column: 'period', sql: upTo, value: asked.to },
    { column: 'sides', sql: equal, value: asked.sides },
    { column: 'region', sql: equal, value: asked.region },
    { column: 'approach', sql: equal, value: asked.approach },
    { column: 'age_band', sql: equal, value: asked.ageBand },
    { column: 'sex', sql: equal, value: asked.sex },
    { column: 'guidance', sql: equal, value: asked.guidance },
    { column: 'steroid', sql: equal, value: asked.steroid },
    { column: 'prior_treatments', sql: holds, value: asked.priorTreatment },
  ];
  return conditions.filter(({ value }) => value !== undefined);
}
