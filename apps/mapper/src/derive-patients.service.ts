import {
  changes,
  circlesOf,
  derive,
  joinAll,
  nothingKnown,
  type Facts,
  type Ids,
  type PatientKey,
  type PatientOutputs,
  type Rules,
} from '@ilium/clinical';
import { RetryLater, type Outgoing } from '@ilium/messaging';
import type { EntityManager } from 'typeorm';
import { keysToName, toOutgoing } from './publish/to-outgoing.js';
import { loadKnown, type Known } from './store/known.repository.js';
import { lockLinkedPatients, lockTouchedPatients } from './store/patient-locks.js';
import { newsOf, patientsOf, saveDerivation, saveNews } from './store/save-known.js';
import {
  leap,
  moveKeys,
  pseudonymsOf,
  savePublished,
  type Coarseness,
  type OwnedChange,
} from './store/save-published.js';

export interface DerivationSettings {
  readonly rules: Rules;
  /** Place of these rules among all that were ever in use: only the newest may write. */
  readonly rulesOrdinal: number;
  readonly ids: Ids;
  readonly asOf: () => string;
}

/** Join, derive, publish what changed: the one path by which anything leaves this service. */
export class DerivePatientsService {
  constructor(private readonly settings: DerivationSettings) {}

  /** Adds new knowledge and returns what follows from it, to be published after the commit. */
  async learn(manager: EntityManager, news: readonly Facts[]): Promise<readonly Outgoing[]> {
    const touched = joinAll(nothingKnown, news);
    const patients = await lockTouchedPatients(manager, touched);
    const known = await this.#load(manager, patients);
    const facts = joinAll(known.facts, [touched]);
    const changed = newsOf(known.facts, facts, touched);
    await saveNews(manager, changed);
    return this.#publish(manager, { ...known, facts }, patients, patientsOf(changed));
  }

  /** Derives patients anew, because a day has come or the rules have changed. */
  async deriveAgain(manager: EntityManager, patients: readonly PatientKey[]): Promise<readonly Outgoing[]> {
    const locked = await lockLinkedPatients(manager, patients);
    const known = await this.#load(manager, locked);
    return this.#publish(manager, known, locked, new Set(locked));
  }

  /** Publishes the present state of patients, retracted keys included, whatever was published before. */
  async republish(manager: EntityManager, patients: readonly PatientKey[]): Promise<readonly Outgoing[]> {
    const locked = await lockLinkedPatients(manager, patients);
    const known = await this.#load(manager, locked);
    const published = new Map(
      [...known.published].map(([key, row]) => [key, { ...row, digest: '', isRetracted: false }]),
    );
    return this.#publish(manager, { ...known, published }, locked, new Set(locked), leap);
  }

  async #load(manager: EntityManager, patients: readonly PatientKey[]): Promise<Known> {
    const known = await loadKnown(manager, patients);
    if (known.rulesOrdinal <= this.settings.rulesOrdinal) return known;
    throw new RetryLater('Newer rules are in use: start this instance again with them, or stop it.');
  }

  async #publish(
    manager: EntityManager,
    known: Known,
    locked: readonly PatientKey[],
    affected: ReadonlySet<PatientKey>,
    step = 1,
  ): Promise<readonly Outgoing[]> {
    if (affected.size === 0) return [];
    const { rules, rulesOrdinal, ids, asOf } = this.settings;
    const whole = { ...known.facts, patients: onlyKeys(known.facts.patients, locked) };
    // What is said for one of a circle may belong to another.
    const circles = circlesOf(locked, known.facts.links.values());
    const touched = new Set(circles.filter((circle) => circle.some((key) => affected.has(key))).flat());
    const outputs = derive(whole, rules, asOf(), ids).filter(({ members }) => members.some((key) => touched.has(key)));
    const owned = ownedChanges(known, outputs, rules.base);
    const revisions = await savePublished(manager, owned, { outcomesTo: coarsenessOf(rules), step });
    await moveKeys(manager, movedKeys(known, outputs, revisions));
    const pseudonyms = await pseudonymsOf(manager, keysToName(owned));
    await saveDerivation(manager, outputs, rulesOrdinal);
    return toOutgoing(owned, { base: rules.base, revisions, pseudonyms, outcomesTo: coarsenessOf(rules) });
  }
}

function coarsenessOf({ privacy }: Rules): Coarseness {
  return privacy.profile === 'safe-harbor' ? 'year' : 'month';
}

function onlyKeys<T>(map: ReadonlyMap<string, T>, keys: readonly string[]): ReadonlyMap<string, T> {
  const wanted = new Set(keys);
  return new Map([...map].filter(([key]) => wanted.has(key)));
}

function derivedKeys(outputs: readonly PatientOutputs[]) {
  return outputs.flatMap(({ survivor, resources, outcomes }) =>
    [...resources, ...outcomes].map(({ key }) => ({ key, survivor })),
  );
}

/** The changes of the derived patients, each with the patient it belongs to now; what is retracted stays where it was. */
function ownedChanges(known: Known, outputs: readonly PatientOutputs[], base: string): readonly OwnedChange[] {
  const derivedFor = new Set(outputs.flatMap(({ members }) => members));
  const published = [...known.published.values()].filter((row) => derivedFor.has(row.patientKey));
  const ownerOf = new Map(derivedKeys(outputs).map(({ key, survivor }) => [key, survivor]));
  return changes(published, outputs, base).map((change) => ({
    change,
    patientKey: ownerOf.get(change.key) ?? known.published.get(change.key)?.patientKey ?? '',
  }));
}

function movedKeys(
  known: Known,
  outputs: readonly PatientOutputs[],
  revised: ReadonlyMap<string, number>,
): ReadonlyMap<string, PatientKey> {
  const moved = derivedKeys(outputs).filter(({ key, survivor }) => {
    const row = known.published.get(key);
    return row !== undefined && row.patientKey !== survivor && !revised.has(key);
  });
  return new Map(moved.map(({ key, survivor }) => [key, survivor]));
}
