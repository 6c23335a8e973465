import { isMonthly, type FigureName } from '../rollups/cells.js';
import { intentStratum, priorTreatmentStratum } from '../rollups/counting-sql.js';
import { groupsOfFact, series, type GroupName } from '../rollups/groups.js';
import { cellTables, counterTables, type Grain } from '../rollups/tables.js';
import { hasYearsInPart, rangeOf, spansOf, type Span } from './asked-periods.js';
import { strataNames, type Selection } from './selection.js';

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
  /** Together they hold each outcome once: whole years as one sum, of others the months. */
  readonly parts: readonly TablePart[];
}

export interface TablePart {
  readonly table: string;
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
  const { totals, months, [grain]: own } = counterTables;
  const partsOf = grain === 'totals' ? byYear({ ofYears: totals.table, ofMonths: months.table }) : ofOne(own.table);
  // Of every session the intent is told, or that none is known: together they are all, whatever was given.
  const stratum = grain === 'strata' ? (stratumOf(asked) ?? intentStratum) : undefined;
  return { grain, ...selectedOf(asked, { stratum, partsOf }) };
}

/** Of counts per value, which know no more than the period; undefined where more is asked. */
export function selectedCells(
  asked: Narrowing,
  figures: readonly FigureName[],
  scale: AnsweredScale,
): SelectedRows | undefined {
  const isKnown =
    strataOf(asked).length === 0 && !isOfGiven(asked) && (!hasYearsInPart(asked) || figures.every(isMonthly));
  const { sums, years, months } = cellTables;
  const partsOf = byYear({ ofAll: sums.table, ofYears: years.table, ofMonths: months.table });
  return isKnown ? selectedOf(asked, { scale, partsOf }) : undefined;
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

/** @param ofSpans whether a row's period lies within each of the spans that are asked for; undefined where none are */
type PartsOf = (ofSpans: readonly string[] | undefined) => readonly TablePart[];

function ofOne(table: string): PartsOf {
  return (ofSpans = ['true']) => [{ table, ofRows: `(${ofSpans.join(' OR ')})` }];
}

interface TablesByYear {
  /** Of all years together. */
  readonly ofAll?: string;
  readonly ofYears: string;
  readonly ofMonths: string;
}

function byYear({ ofAll, ofYears, ofMonths }: TablesByYear): PartsOf {
  return (ofSpans) => {
    if (ofSpans === undefined) return [{ table: ofAll ?? ofYears, ofRows: 'true' }];
    const [within = 'false', ...inPart] = ofSpans;
    const years = { table: ofYears, ofRows: within };
    return inPart.length === 0 ? [years] : [years, { table: ofMonths, ofRows: `(${inPart.join(' OR ')})` }];
  };
}

interface HowSelected {
  readonly stratum?: GroupName | undefined;
  readonly scale?: AnsweredScale;
  readonly partsOf: PartsOf;
}

function selectedOf(asked: Narrowing, { stratum, scale, partsOf }: HowSelected): SelectedRows {
  const { ofFacts, parameters } = selectedRows(asked, scale);
  const [ofSeries, ofRows] = [[isOfOutcomes], stratum === undefined ? [] : [`stratum = '${stratum}'`]];
  let ofSpans: readonly string[] | undefined;
  for (const [index, { column, sql }] of conditionsOf(asked, scale).entries()) {
    const place = `$${index + 1}`;
    if (column in series) ofSeries.push(sql(`"${column}"`, place));
    // Each part has rows of its own spans.
    else if (column === 'period') ofSpans = spansOf(asked)?.map((_, span) => isInSpan(column, place, span));
    else ofRows.push(column === stratum ? oneStratum(column, place, sql) : sql(`"${column}"`, place));
  }
  const parts = partsOf(ofSpans).map((part) => ({ ...part, ofRows: [part.ofRows, ...ofRows].join(' AND ') }));
  return { ofSeries: ofSeries.join(' AND '), parts, ofFacts, parameters };
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
  const byMonth = isByMonth || hasYearsInPart(asked);
  const strata = strataOf(asked);
  if (strata.length + (asked.intent === undefined ? 0 : 1) > 1) return undefined;
  if (strata.length > 0) return byMonth ? undefined : 'strata';
  if (isOfGiven(asked)) return byMonth ? 'rollups' : 'strata';
  return isByMonth ? 'months' : 'totals';
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
const inOneOf =
  (spans: readonly Span[]): Condition['sql'] =>
  (column, place) => {
    const inEach = spans.map((_, span) => isInSpan(column, place, span));
    // One range besides, since an index finds no alternatives.
    return inEach.length === 1
      ? inEach.join('')
      : `(${inEach.join(' OR ')}) AND ${isInSpan(column, place, spans.length)}`;
  };
const holds: Condition['sql'] = (column, place) => `${column} ? ${place}`;

/** @param place of the bounds of all spans, one behind the other */
function isInSpan(column: string, place: string, span: number): string {
  const bound = (index: number) => `(${place}::text[])[${2 * span + index}]`;
  return `(${column} >= ${bound(1)} AND ${column} < ${bound(2)})`;
}

/** What is not said is an empty text in rollups. */
export function unsaidAsEmpty(asked: string | undefined): string | undefined {
  return asked === 'none' ? '' : asked;
}

/** Whether those count as well that name no location or recall period. */
export type AnsweredScale = 'with-unsaid' | 'exact';

export function conditionsOf(asked: Narrowing, scale: AnsweredScale = 'with-unsaid'): readonly Condition[] {
  const ofScale = scale === 'exact' ? equal : equalOrUnsaid;
  const spans = spansOf(asked);
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
    {
      column: 'period',
      sql: inOneOf(spans ?? []),
      // The bounds of each span, one behind the other, and of all.
      value: spans && [...spans, rangeOf(spans)].flatMap(({ since, before }) => [since, before]),
    },
    ...strataNames.map((name) => ({
      column: columnsOfStrata[name],
      sql: name === 'priorTreatment' ? holds : equal,
      value: asked[name],
    })),
  ];
  return conditions.flatMap(({ value, ...condition }) => (value === undefined ? [] : [{ ...condition, value }]));
}
