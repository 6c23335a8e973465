import { grains, type Grain } from '../rollups/groups.js';
import { isStratified, type Selection } from './selection.js';

/** Which rows of a grain a selection means. */
export interface Selected {
  readonly grain: Grain;
  readonly where: string;
  readonly parameters: readonly unknown[];
}

/** What facts are narrowed by: a column of the finest rollups, how it is compared, and with what. */
interface Condition {
  readonly column: keyof typeof grains.strata;
  readonly sql: (column: string, place: string) => string;
  readonly value: unknown;
}

/** Rows of the selection, of the coarsest grain that knows them; retractions, which have no dimensions, are in none. */
export function selected(asked: Selection, { isByMonth = false } = {}): Selected {
  const { where, parameters } = whereOf(asked, (column) => `"${column}"`);
  return { grain: grainOf(asked, isByMonth), where: `procedure_type <> ''${where}`, parameters };
}

/** What facts are told apart by: as rollups are, but always by month, where the source says one. */
const ofFact = { ...grains.strata, period: 'fact.period' };

/** The same selection of rows `fact` of `outcome_facts`. */
export function selectedFacts(asked: Selection): Omit<Selected, 'grain'> {
  const { where, parameters } = whereOf(asked, (column) => ofFact[column]);
  return { where: `fact.status <> 'entered-in-error'${where}`, parameters };
}

function whereOf(asked: Selection, sqlOf: (column: Condition['column']) => string) {
  const conditions = conditionsOf(asked).filter(({ value }) => value !== undefined);
  return {
    where: conditions.map(({ column, sql }, index) => ` AND ${sql(sqlOf(column), `$${index + 1}`)}`).join(''),
    parameters: conditions.map(({ value }) => value),
  };
}

const yearLength = '2026'.length;

function grainOf(asked: Selection, isByMonth: boolean): Grain {
  if (isStratified(asked)) return 'strata';
  const isOfMonths = [asked.from, asked.to].some((period) => period !== undefined && period.length > yearLength);
  const isOfGiven = asked.agents !== undefined || asked.intent !== undefined;
  return isByMonth || isOfMonths || isOfGiven ? 'rollups' : 'totals';
}

const equal: Condition['sql'] = (column, place) => `${column} = ${place}`;
const oneOf: Condition['sql'] = (column, place) => `${column} = ANY (${place}::text[])`;
// Who neither answered nor had a baseline said no location and no recall period: missing to whichever is asked.
const equalOrUnsaid: Condition['sql'] = (column, place) => `${column} IN (${place}, '')`;
// A month lies in its year; of a session that is told by its year alone no month is known.
const since: Condition['sql'] = (column, place) => `(length(${column}) >= length(${place}) AND ${column} >= ${place})`;
const upTo: Condition['sql'] = (column, place) =>
  `(length(${column}) >= length(${place}) AND left(${column}, length(${place})) <= ${place})`;
const holds: Condition['sql'] = (column, place) => `${place} = ANY (string_to_array(${column}, ' '))`;

/** What is not said is an empty text in rollups. */
export function unsaidAsEmpty(asked: string | undefined): string | undefined {
  return asked === 'none' ? '' : asked;
}

function conditionsOf(asked: Selection): readonly Condition[] {
  return [
    { column: 'procedure_type', sql: equal, value: asked.procedureType },
    { column: 'family', sql: equal, value: asked.family },
    { column: 'measure', sql: equal, value: asked.measure },
    { column: 'pain_location', sql: equalOrUnsaid, value: unsaidAsEmpty(asked.painLocation) },
    { column: 'recall', sql: equalOrUnsaid, value: unsaidAsEmpty(asked.recall) },
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
}
