import type { Day, PatientOutputs, Rules } from '@ilium/clinical';
import type { ProcedureEvent } from '@ilium/contracts';
import type { Site } from '@ilium/site';
import { fieldDifferences, type FieldDifference } from './field-differences.js';
import { observationOf, outputsOf } from './map-events.js';
import { newestDay, readEvents, type EventLine } from './read-events.js';

/** Derives the same events under the rules of two sites, and tells what the second would change. */

/** What comes in is read before anything is compared. */
type Compared = Pick<Site, 'name' | 'rules'>;

export interface WhatIfOptions {
  readonly before: Compared;
  readonly after: Compared;
  /** The newest day in the input when left out; one day for both. */
  readonly asOf?: Day | undefined;
}

/** Where a difference is. `about` says which outcome it is, in words. */
interface Place {
  readonly patient: string;
  readonly kind: Kind;
  readonly key: string;
  readonly about?: string;
}
type Kind = 'record' | 'outcome' | 'work';

/** One field of what is changed; the whole of what is new or would be retracted. */
export type DifferenceLine = Place &
  (
    | ({ readonly change: 'changed' } & FieldDifference)
    | { readonly change: 'new'; readonly after: object }
    | { readonly change: 'retracted'; readonly before: object }
  );

export interface SummaryLine {
  readonly summary: {
    readonly asOf: Day;
    readonly before: SiteName;
    readonly after: SiteName;
    readonly events: Readonly<Record<EventLine['fate'], number>>;
    readonly patients: number;
    readonly patientsChanged: number;
    readonly records: Tally;
    readonly outcomes: Tally;
    readonly work: Tally;
  };
}

interface SiteName {
  readonly site: string;
  readonly rulesVersion: string;
}

export type Tally = Readonly<Record<DifferenceLine['change'] | 'same', number>>;

export function* whatIf(
  inputs: readonly string[],
  { before, after, asOf: day }: WhatIfOptions,
): Generator<DifferenceLine | SummaryLine> {
  const { lines, events } = readEvents(inputs);
  const asOf = day ?? newestDay(events, before.rules);
  // Under one version: that all figures would name other rules is said once, in the summary.
  const otherRules = { ...after.rules, version: before.rules.version };
  const pairs = pairsOf(itemsOf(events, before.rules, asOf), itemsOf(events, otherRules, asOf));
  const compared = pairs.map((pair) => ({ ...pair, differences: differencesOf(pair) }));
  for (const { differences } of compared) yield* differences;
  const fates = lines.map(({ fate }) => fate);
  const tally = (kind: Kind) => tallyOf(compared.filter((pair) => pair.kind === kind));
  const patients = (of: readonly Place[]) => new Set(of.map(({ patient }) => patient)).size;
  yield {
    summary: {
      asOf,
      before: nameOf(before),
      after: nameOf(after),
      events: { done: count(fates, 'done'), skipped: count(fates, 'skipped'), parked: count(fates, 'parked') },
      patients: patients(compared),
      patientsChanged: patients(compared.flatMap(({ differences }) => differences)),
      records: tally('record'),
      outcomes: tally('outcome'),
      work: tally('work'),
    },
  };
}

interface Item extends Place {
  readonly content: object;
}

/** Everything that follows from events, patient by patient. */
function itemsOf(events: readonly ProcedureEvent[], rules: Rules, asOf: Day): readonly Item[] {
  return outputsOf(events, rules, asOf).flatMap(({ survivor: patient, resources, outcomes, work }: PatientOutputs) => [
    ...resources.map(({ key, resource }): Item => ({ patient, kind: 'record', key, content: resource })),
    ...outcomes.map(observationOf).map((content): Item => {
      return { patient, kind: 'outcome', key: content.key, about: inWords(content), content };
    }),
    ...work.map(({ reason, detail }): Item => {
      return { patient, kind: 'work', key: `${reason}: ${detail}`, content: { reason, detail } };
    }),
  ]);
}

const telling = ['procedureType', 'kind', 'measure', 'painLocation', 'recall', 'side', 'window'];

function inWords(observation: object): string {
  const fields = new Map<string, unknown>(Object.entries(observation));
  return telling
    .flatMap((name) => fields.get(name) ?? [])
    .filter((word) => word !== 'score')
    .join(' ');
}

interface Pair extends Place {
  readonly before: object | undefined;
  readonly after: object | undefined;
}

function pairsOf(befores: readonly Item[], afters: readonly Item[]): readonly Pair[] {
  const nameOfItem = ({ patient, kind, key }: Item) => JSON.stringify([patient, kind, key]);
  const old = new Set(befores.map(nameOfItem));
  const others = new Map(afters.map((item) => [nameOfItem(item), item.content]));
  return [
    ...befores.map((item) => ({ ...placeOf(item), before: item.content, after: others.get(nameOfItem(item)) })),
    ...afters
      .filter((item) => !old.has(nameOfItem(item)))
      .map((item) => ({ ...placeOf(item), before: undefined, after: item.content })),
  ];
}

function placeOf({ patient, kind, key, about }: Place): Place {
  return { patient, kind, key, ...(about === undefined ? {} : { about }) };
}

function differencesOf(pair: Pair): readonly DifferenceLine[] {
  const { before, after } = pair;
  const place = placeOf(pair);
  if (before === undefined) return after === undefined ? [] : [{ ...place, change: 'new', after }];
  if (after === undefined) return [{ ...place, change: 'retracted', before }];
  return fieldDifferences(before, after).map((difference) => ({ ...place, change: 'changed', ...difference }));
}

function tallyOf(compared: readonly { readonly differences: readonly DifferenceLine[] }[]): Tally {
  const changes = compared.map(({ differences }) => differences[0]?.change ?? 'same');
  return {
    new: count(changes, 'new'),
    changed: count(changes, 'changed'),
    retracted: count(changes, 'retracted'),
    same: count(changes, 'same'),
  };
}

function nameOf({ name, rules }: Compared): SiteName {
  return { site: name, rulesVersion: rules.version };
}

function count<Word>(words: readonly Word[], word: Word): number {
  return words.filter((each) => each === word).length;
}
