import {
  derive,
  factsFrom,
  joinAll,
  nothingKnown,
  toBundle,
  toOutcomeObservation,
  type Day,
  type DerivedOutcome,
  type Ids,
  type PatientOutputs,
  type Rules,
} from '@ilium/clinical';
import type { ProcedureEvent } from '@ilium/contracts';
import { hash } from 'node:crypto';
import { newestDay, readEvents, type EventLine } from './read-events.js';

export interface MapOptions {
  readonly rules: Rules;
  /** The newest day in the input when left out. */
  readonly asOf?: Day | undefined;
}

export interface PatientLine {
  readonly patient: string;
  readonly bundle: ReturnType<typeof toBundle>;
  readonly outcomes: readonly ReturnType<typeof observationOf>[];
  readonly work?: readonly { readonly reason: string; readonly detail: string }[];
  /** What each coverage policy says to each session. */
  readonly coverage?: PatientOutputs['coverage'];
  /** What was tried before, and which feed told it. */
  readonly history?: readonly ReturnType<typeof told>[];
  /** Why nothing of the patient goes to the outcome topic. */
  readonly excluded?: NonNullable<PatientOutputs['excluded']>;
}

/** Ids without a key, the same on every machine: for looking, never for publishing. */
const ids: Ids = {
  identify: (parts) => `i${hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32)}`,
  digest: (content) => hash('sha256', content, 'hex').slice(0, 32),
};

/** Joins the events of all inputs and derives what follows, a line per event and then one per patient. */
export function* mapEvents(inputs: readonly string[], { rules, asOf }: MapOptions): Generator<EventLine | PatientLine> {
  const { lines, events } = readEvents(inputs);
  yield* lines;
  for (const outputs of outputsOf(events, rules, asOf ?? newestDay(events, rules))) {
    yield patientLine(outputs, rules.base);
  }
}

/** What follows from events and nothing else. */
export function outputsOf(events: readonly ProcedureEvent[], rules: Rules, asOf: Day): readonly PatientOutputs[] {
  const facts = joinAll(
    nothingKnown,
    events.map((event) => factsFrom(event, ids)),
  );
  return derive(facts, rules, asOf, ids);
}

function patientLine(outputs: PatientOutputs, base: string): PatientLine {
  const { survivor, resources, outcomes, work, coverage, history, excluded } = outputs;
  return {
    patient: survivor,
    bundle: toBundle(
      resources.map(({ resource }) => resource),
      base,
    ),
    outcomes: outcomes.map(observationOf),
    ...(work.length === 0 ? {} : { work: work.map(({ reason, detail }) => ({ reason, detail })) }),
    ...(coverage.length === 0 ? {} : { coverage }),
    ...(history.length === 0 ? {} : { history: history.map(told) }),
    ...(excluded === undefined ? {} : { excluded }),
  };
}

function told({ treatment, performed, source }: PatientOutputs['history'][number]) {
  return { treatment, performed: performed?.text, feed: source.feed };
}

/** With stand-ins for what only the store can give: pseudonyms and revisions. */
export function observationOf({ key, observation }: DerivedOutcome) {
  return toOutcomeObservation(observation, { key: standInUuid(key), session: standInUuid(observation.session) }, 1);
}

function standInUuid(key: string): string {
  const hex = hash('sha256', key, 'hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
