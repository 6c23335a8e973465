import {
  changes,
  circlesOf,
  derive,
  joinAll,
  nothingKnown,
  scoredDays,
  type Facts,
  type PatientKey,
  type PatientOutputs,
  type Rules,
} from '@ilium/clinical';
import { RetryLater, type Outgoing } from '@ilium/messaging';
import type { EntityManager } from 'typeorm';
import { CourseMemory } from './course-memory.js';
import type { CurrentRules, DerivationSettings } from './derivation-settings.js';
import { keysToName, toOutgoing } from './publish/to-outgoing.js';
import { deriveScored, scoredAlone } from './scored-patients.js';
import {
  loadAllFacts,
  loadFacts,
  loadPeople,
  loadPublished,
  type People,
  type Published,
} from './store/known.repository.js';
import { lockLinkedPatients, lockTouchedPatients } from './store/patient-locks.js';
import { membersOf, saveDerivations, type Derivation } from './store/save-derivation.js';
import { newsOf, patientsOf, saveNews, saveScoredDays } from './store/save-known.js';
import {
  moveKeys,
  pseudonymsOf,
  savePublished,
  type Coarseness,
  type KeyPlace,
  type OwnedChange,
} from './store/save-published.js';

/** Join, derive, publish what changed: the one path by which anything leaves this service. */
export class DerivePatientsService {
  readonly #courses = new CourseMemory();

  constructor(private readonly inUse: CurrentRules) {}

  /** Adds new knowledge and returns what follows from it, to be published after the commit. */
  async learn(manager: EntityManager, news: readonly Facts[]): Promise<readonly Outgoing[]> {
    const settings = this.inUse.current;
    const { rules, ids } = settings;
    const touched = joinAll(nothingKnown, news);
    const locked = await lockTouchedPatients(manager, touched);
    const people = await peopleIn(manager, locked, settings);
    const before = await loadFacts(manager, [...touched.facts.keys()]);
    const known = joinAll({ ...people, facts: before.facts }, [touched]);
    const newly = newsOf({ ...people, facts: before.facts }, known, touched);
    const changed = [...newly.newFacts, ...newly.changedFacts];
    const daysNow = scoredDays(changed, rules, ids);
    await saveNews(manager, newly, daysNow);
    const affected = patientsOf(newly);
    const circles = circlesOf(locked, known.links.values()).filter((circle) => circle.some((key) => affected.has(key)));
    const scored = scoredAlone(
      circles,
      people,
      {
        changed,
        knownBefore: new Set(before.facts.keys()),
        daysBefore: before.days,
        daysNow,
        relinked: new Set(newly.changedLinks.flatMap(({ pair }) => pair)),
      },
      settings,
    );
    const parts = await deriveScored(manager, scored, known, settings, this.#courses);
    const done = new Set(membersOf(parts.derivations));
    const others = circles.flat().filter((key) => !done.has(key));
    const whole = await deriveWhole(manager, others, { ...people, links: known.links }, settings);
    const published = new Map([...parts.published, ...whole.published]);
    return publish(manager, [...parts.derivations, ...whole.derivations], published, settings);
  }

  /** Derives patients anew, because a day has come or the rules have changed. */
  async deriveAgain(manager: EntityManager, patients: readonly PatientKey[]): Promise<readonly Outgoing[]> {
    const settings = this.inUse.current;
    const { derivations, published } = await deriveLinked(manager, patients, settings);
    return publish(manager, derivations, published, settings);
  }

  /** Publishes the present state of patients, retracted keys included, whatever was published before. */
  async republish(manager: EntityManager, patients: readonly PatientKey[]): Promise<readonly Outgoing[]> {
    const settings = this.inUse.current;
    const { derivations, published } = await deriveLinked(manager, patients, settings);
    const unsaid = new Map([...published].map(([key, row]) => [key, { ...row, digest: '', isRetracted: false }]));
    return publish(manager, derivations, unsaid, settings, true);
  }
}

/** What was derived, and what had been published of it. */
interface Derived {
  readonly derivations: readonly Derivation[];
  readonly published: Published;
}

/** Patients with all that are linked with them. */
async function deriveLinked(
  manager: EntityManager,
  patients: readonly PatientKey[],
  settings: DerivationSettings,
): Promise<Derived> {
  const locked = await lockLinkedPatients(manager, patients);
  return deriveWhole(manager, locked, await peopleIn(manager, locked, settings), settings);
}

async function peopleIn(
  manager: EntityManager,
  patients: readonly PatientKey[],
  { rulesOrdinal: own }: DerivationSettings,
): Promise<People> {
  const people = await loadPeople(manager, patients);
  const newest = Math.max(0, ...[...people.derived.values()].map(({ rulesOrdinal }) => rulesOrdinal ?? 0));
  if (newest <= own) return people;
  throw new RetryLater(
    'Newer rules are in use. What people said of codes is taken up within seconds; for another site file start this instance again with it, or stop it.',
  );
}

async function deriveWhole(
  manager: EntityManager,
  patients: readonly PatientKey[],
  people: People,
  { rules, rulesOrdinal, ids, asOf }: DerivationSettings,
): Promise<Derived> {
  if (patients.length === 0) return { derivations: [], published: new Map() };
  const { facts, days } = await loadAllFacts(manager, patients);
  const isOfOlderRules = patients.some((key) => (people.derived.get(key)?.rulesOrdinal ?? rulesOrdinal) < rulesOrdinal);
  if (isOfOlderRules) await saveScoredDays(manager, days, scoredDays(facts.values(), rules, ids));
  const known = { facts, links: people.links, patients: onlyKeys(people.patients, patients) };
  const derivations = derive(known, rules, asOf(), ids).map((outputs): Derivation => ({ outputs }));
  return { derivations, published: await loadPublished(manager, patients) };
}

async function publish(
  manager: EntityManager,
  derivations: readonly Derivation[],
  published: Published,
  { rules, rulesOrdinal, site }: DerivationSettings,
  isRepublished = false,
): Promise<readonly Outgoing[]> {
  if (derivations.length === 0) return [];
  const outputs = derivations.map((derivation) => derivation.outputs);
  const owned = ownedChanges(published, outputs, rules.base);
  const revisions = await savePublished(manager, owned, { outcomesTo: coarsenessOf(rules), isRepublished });
  await moveKeys(manager, movedKeys(published, outputs, revisions));
  const pseudonyms = await pseudonymsOf(manager, keysToName(owned));
  await saveDerivations(manager, derivations, rulesOrdinal);
  return toOutgoing(owned, { base: rules.base, revisions, pseudonyms, outcomesTo: coarsenessOf(rules), site });
}

function coarsenessOf({ privacy }: Rules): Coarseness {
  return privacy.profile === 'safe-harbor' ? 'year' : 'month';
}

function onlyKeys<T>(map: ReadonlyMap<string, T>, keys: readonly string[]): ReadonlyMap<string, T> {
  const wanted = new Set(keys);
  return new Map([...map].filter(([key]) => wanted.has(key)));
}

function derivedKeys(outputs: readonly PatientOutputs[]): readonly (KeyPlace & { readonly key: string })[] {
  return outputs.flatMap(({ survivor, resources, outcomes }) =>
    [...resources, ...outcomes].map(({ key, scope }) => ({ key, scope, patientKey: survivor })),
  );
}

/** The changes of the derived patients, each with the patient it belongs to now; what is retracted stays where it was. */
function ownedChanges(published: Published, outputs: readonly PatientOutputs[], base: string): readonly OwnedChange[] {
  const placeOf = new Map(derivedKeys(outputs).map(({ key, ...place }) => [key, place]));
  return changes(published.values(), outputs, base).map((change) => {
    const { patientKey, scope } = placeOf.get(change.key) ?? published.get(change.key) ?? { patientKey: '', scope: '' };
    return { change, patientKey, scope };
  });
}

function movedKeys(
  published: Published,
  outputs: readonly PatientOutputs[],
  revised: ReadonlyMap<string, number>,
): ReadonlyMap<string, KeyPlace> {
  const moved = derivedKeys(outputs).filter(({ key, patientKey, scope }) => {
    const row = published.get(key);
    return row !== undefined && (row.patientKey !== patientKey || row.scope !== scope) && !revised.has(key);
  });
  return new Map(moved.map(({ key, ...place }) => [key, place]));
}
