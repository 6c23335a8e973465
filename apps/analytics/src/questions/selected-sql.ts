import type { Grain } from '../rollups/groups.js';
import { isStratified, type Selection } from './selection.js';

/** Which rows of a grain a selection means. */
export interface Selected {
  readonly grain: Grain;
  readonly where: string;
  readonly parameters: readonly unknown[];
}

type Condition = readonly [sql: (place: string) => string, value: unknown];

/** Rows of the selection, of the coarsest grain that knows them; retractions, which have no dimensions, are in none. */
export function selected(asked: Selection, { isByMonth = false } = {}): Selected {
  const conditions = conditionsOf(asked).filter(([, value]) => value !== undefined);
  return {
    grain: grainOf(asked, isByMonth),
    where: [`procedure_type <> ''`, ...conditions.map(([sql], index) => sql(`$${index + 1}`))].join(' AND '),
    parameters: conditions.map(([, value]) => value),
  };
}

const yearLength = '2026'.length;

function grainOf(asked: Selection, isByMonth: boolean): Grain {
  if (isStratified(asked)) return 'strata';
  const isOfMonths = [asked.from, asked.to].some((period) => period !== undefined && period.length > yearLength);
  const isOfGiven = asked.agents !== undefined || asked.intent !== undefined;
  return isByMonth || isOfMonths || isOfGiven ? 'rollups' : 'totals';
}

function conditionsOf(asked: Selection): readonly Condition[] {
  return [
    [(place) => `procedure_type = ${place}`, asked.procedureType],
    [(place) => `family = ${place}`, asked.family],
    [(place) => `measure = ${place}`, asked.measure],
    // Who neither answered nor had a baseline said no location and no recall period: missing to whichever is asked.
    [(place) => `pain_location IN (${place}, '')`, asked.painLocation],
    [(place) => `recall IN (${place}, '')`, asked.recall],
    [(place) => `"window" = ${place}`, asked.window],
    [(place) => `agents = ANY (${place}::text[])`, asked.agents],
    [(place) => `intent = ANY (${place}::text[])`, asked.intent],
    [(place) => `is_index = ${place}`, asked.of === 'patients' ? true : undefined],
    // A month lies in its year; of a session that is told by its year alone no month is known.
    [(place) => `length(period) >= length(${place}) AND period >= ${place}`, asked.from],
    [(place) => `length(period) >= length(${place}) AND left(period, length(${place})) <= ${place}`, asked.to],
    [(place) => `sides = ${place}`, asked.sides],
    [(place) => `region = ${place}`, asked.region],
    [(place) => `approach = ${place}`, asked.approach],
    [(place) => `age_band = ${place}`, asked.ageBand],
    [(place) => `sex = ${place}`, asked.sex],
    [(place) => `guidance = ${place}`, asked.guidance],
    [(place) => `steroid = ${place}`, asked.steroid],
    [(place) => `${place} = ANY (string_to_array(prior_treatments, ' '))`, asked.priorTreatment],
  ];
}
