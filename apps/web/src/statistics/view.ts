import { byProcedure, measureNames } from '../words.js';
import type { Dimensions, EpisodesQuery, RateRule, RatesQuery, SelectionQuery } from './ask.js';
import { agentsNames, ruleNames } from './labels.js';
import { isAfter, periodOfParts, monthIn, monthNames, yearIn } from './period.js';
import { codeOf, strataOf, type Part, type Stratum } from './stratum.js';

type Scale = Dimensions['scales'][number];
type Agents = keyof typeof agentsNames;

/** What the page shows: what the address asks for, as far as there is such a thing. */
export interface View {
  readonly scale: Scale;
  readonly window: string;
  readonly of: 'patients' | 'treatments';
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly agents: Agents | undefined;
  readonly rule: RateRule;
  /** What patients and treatments can be divided by. */
  readonly strata: readonly Stratum[];
  readonly by: Stratum;
  /** Whom all pictures are of: who is in each of these parts. */
  readonly only: readonly Part[];
}

/** Undefined where there are no outcomes at all. */
export function viewOf(address: string, dimensions: Dimensions): View | undefined {
  const asked = new URLSearchParams(address);
  const type = typesOf(dimensions).find((one) => one === asked.get('type')) ?? typesOf(dimensions)[0];
  const scales = type === undefined ? [] : scalesOf(dimensions, type);
  const scale = scales.find((one) => scaleKey(one) === asked.get('measure')) ?? scales[0];
  const of = asked.get('of') === 'patients' ? 'patients' : 'treatments';
  const strata = scale === undefined ? [] : strataOf({ type: scale.procedureType, of, sites: dimensions.sites });
  const [stratum] = strata;
  if (scale === undefined || stratum === undefined) return undefined;
  const from = periodIn(dimensions, asked.get('from'));
  const to = periodIn(dimensions, asked.get('to'));
  return {
    scale,
    window: scale.windows.find((one) => one === asked.get('window')) ?? usualWindow(scale),
    of,
    from,
    to: from !== undefined && to !== undefined && isAfter(from, to) ? undefined : to,
    agents: keyIn(agentsNames, asked.get('agents')),
    rule: keyIn(ruleNames, asked.get('rule')) ?? 'improved',
    strata,
    by: strata.find(({ id }) => id === asked.get('by')) ?? stratum,
    only: strata.flatMap((one) => one.parts.find((part) => codeOf(one, part) === asked.get(one.parameter)) ?? []),
  };
}

function keyIn<Names extends object>(names: Names, key: string | null): keyof Names | undefined {
  return key !== null && Object.hasOwn(names, key) ? (key as keyof Names) : undefined;
}

export function typesOf({ scales }: Dimensions): readonly Scale['procedureType'][] {
  return [...new Set(scales.map(({ procedureType }) => procedureType))].toSorted(byProcedure);
}

const measureOrder = Object.keys(measureNames);

export function scalesOf({ scales }: Dimensions, type: Scale['procedureType']): readonly Scale[] {
  return scales
    .filter(({ procedureType }) => procedureType === type)
    .toSorted((a, b) => measureOrder.indexOf(a.measure) - measureOrder.indexOf(b.measure));
}

/** Scores of another location or recall period are another question. */
export function scaleKey({ measure, painLocation, recall }: Scale): string {
  return [measure, painLocation, recall].filter((part) => part !== null).join('.');
}

export function yearsOf({ from, to }: Dimensions): readonly string[] {
  if (from === null || to === null) return [];
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => String(Number(from) + index));
}

/** A month or a year, of the years that there are. */
function periodIn(dimensions: Dimensions, asked: string | null): string | undefined {
  const [year, month] = [yearIn(asked ?? ''), monthIn(asked ?? '')];
  const isMonth = month !== '';
  if (isMonth && !(dimensions.hasMonths && Object.hasOwn(monthNames, month))) return undefined;
  if (!yearsOf(dimensions).includes(year)) return undefined;
  return asked === periodOfParts(year, month) ? asked : undefined;
}

/** From January or to December is a whole year. */
export function hasYearsInPart({ from, to }: Pick<View, 'from' | 'to'>): boolean {
  return !['', '01'].includes(monthIn(from ?? '')) || !['', '12'].includes(monthIn(to ?? ''));
}

/** What sentences of a type are about (clinical rule 15), where there is such a window. */
function usualWindow({ primaryWindow, windows }: Scale): string {
  return windows.find((window) => window === primaryWindow) ?? windows[0] ?? primaryWindow;
}

/** Asking for no location is asking for any: of the groups that come, those of the chosen scale. */
export function ofScale<Group extends Pick<Scale, 'painLocation' | 'recall'>>(
  { scale }: View,
  groups: readonly Group[],
): readonly Group[] {
  return groups.filter(({ painLocation, recall }) => painLocation === scale.painLocation && recall === scale.recall);
}

/** Of all windows. */
export function selectionOf({ scale, of, from, to, agents, only }: View): SelectionQuery {
  const { procedureType, measure, painLocation, recall } = scale;
  return {
    procedureType,
    measure,
    of,
    // Left out, scores of any location and recall period would be asked for.
    painLocation: painLocation ?? 'none',
    recall: recall ?? 'none',
    ...(agents === undefined ? {} : { agents: [agents] }),
    ...periodOf({ from, to }),
    ...only.reduce<RatesQuery>((narrowed, { query }) => ({ ...narrowed, ...query }), {}),
  };
}

export function periodOf({ from, to }: Pick<View, 'from' | 'to'>): Pick<RatesQuery, 'from' | 'to'> {
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

/** The episodes behind a number; it may be of another part than the chosen one. */
export function episodesOf(view: View, number: EpisodesQuery): EpisodesQuery {
  return { ...selectionOf(view), ...number };
}
