import {
  retractedObservation,
  toBundle,
  toOutcomeObservation,
  type Change,
  type FhirRecord,
  type PatientKey,
} from '@ilium/clinical';
import { fhirBundleHeaders, maxBundleBytes, outcomeObservationHeaders } from '@ilium/contracts';
import type { Outgoing } from '@ilium/messaging';
import { randomUUID } from 'node:crypto';
import type { Coarseness, OwnedChange } from '../store/save-published.js';

/** What the changes get on their way out: a revision per key, pseudonyms for outcomes and their sessions, full URLs. */
export interface Named {
  /** Base of the records' full URLs. */
  readonly base: string;
  readonly revisions: ReadonlyMap<string, number>;
  readonly pseudonyms: ReadonlyMap<string, string>;
  readonly outcomesTo: Coarseness;
  readonly site: string;
}

const source = 'ilium/mapper';

/** Changes as records for Kafka: the EHR's by patient, in bundles; outcomes one by one, under their pseudonyms. */
export function toOutgoing(changes: readonly OwnedChange[], named: Named): Outgoing[] {
  const byPatient = Map.groupBy(changes, ({ patientKey }) => patientKey);
  const bundles = [...byPatient].flatMap(([patientKey, owned]) =>
    bundlesOf(
      patientKey,
      owned.map(({ change }) => change),
      named,
    ),
  );
  const outcomes = changes.flatMap(({ change }) => outcomeOf(change, named) ?? []);
  return [...bundles, ...outcomes];
}

interface Entry {
  readonly resource: FhirRecord;
  readonly revision: number;
  readonly bytes: number;
}

/** Cut before the outbox, so that every record fits the topic. References may cross a cut: delivery waits for what is referred to. */
function bundlesOf(
  patientKey: PatientKey,
  changes: readonly Change[],
  { revisions, base, site }: Named,
): readonly Outgoing[] {
  const bundles: Entry[][] = [];
  let size = Infinity;
  for (const change of changes) {
    const resource = resourceOf(change);
    if (resource === undefined) continue;
    // A bundle of its own is a little more than an entry: the sum errs on the safe side.
    const bytes = Buffer.byteLength(JSON.stringify(toBundle([resource], base)));
    if (size + bytes > maxBundleBytes) {
      bundles.push([]);
      size = 0;
    }
    size += bytes;
    bundles.at(-1)?.push({ resource, revision: revisionOf(change, revisions), bytes });
  }
  return bundles.map((entries) => ({
    topic: 'fhir-bundles',
    key: patientKey,
    value: JSON.stringify(
      toBundle(
        entries.map((entry) => entry.resource),
        base,
      ),
    ),
    headers: fhirBundleHeaders({
      id: randomUUID(),
      source,
      site,
      revisions: entries.map((entry) => entry.revision),
    }),
  }));
}

function resourceOf(change: Change): FhirRecord | undefined {
  if (change.kind === 'resource') return change.derived.resource;
  return change.kind === 'retracted-resource' ? change.retraction : undefined;
}

function outcomeOf(change: Change, { revisions, pseudonyms, outcomesTo }: Named): Outgoing | undefined {
  if (change.kind !== 'outcome' && change.kind !== 'retracted-outcome') return undefined;
  const key = pseudonymOf(change.key, pseudonyms);
  const revision = revisionOf(change, revisions);
  const observation =
    change.kind === 'retracted-outcome'
      ? retractedObservation(key, revision)
      : toOutcomeObservation(
          change.derived.observation,
          { key, session: pseudonymOf(change.derived.observation.session, pseudonyms) },
          revision,
        );
  return {
    topic: 'outcome-observations',
    key,
    value: JSON.stringify(observation),
    headers: outcomeObservationHeaders({ id: randomUUID(), source }),
    timestamp: startOf(outcomesTo, Date.now()),
  };
}

/** Clinical rule 25: no time on this topic is finer than this. */
function startOf(coarseness: Coarseness, time: number): number {
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), coarseness === 'year' ? 0 : date.getUTCMonth());
}

/** Keys of which a pseudonym is needed before these changes can be published. */
export function keysToName(changes: readonly OwnedChange[]): ReadonlySet<string> {
  return new Set(
    changes.flatMap(({ change }) => {
      if (change.kind === 'outcome') return [change.key, change.derived.observation.session];
      return change.kind === 'retracted-outcome' ? [change.key] : [];
    }),
  );
}

function pseudonymOf(key: string, pseudonyms: ReadonlyMap<string, string>): string {
  const pseudonym = pseudonyms.get(key);
  if (pseudonym === undefined) throw new Error('an outcome was published before it got its pseudonym');
  return pseudonym;
}

function revisionOf({ key }: Change, revisions: ReadonlyMap<string, number>): number {
  const revision = revisions.get(key);
  if (revision === undefined) throw new Error('a key was published before it got its revision');
  return revision;
}
