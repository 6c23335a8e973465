import { isDeepStrictEqual } from 'node:util';
import type { EntityManager } from 'typeorm';
import type { DesiredRow } from '../desired/to-desired-row.js';
import { overlaySuspected } from './compare-identity.js';
import { identityOf, rememberedIdentity, type Identity } from './identity.js';
import {
  decidedSql,
  dueAgainSql,
  identitiesSql,
  insertSql,
  lockSql,
  releasedBeforeSql,
  releaseSql,
  updateSql,
} from './sql.js';

/** Who the source says somebody is. */
export interface SourceIdentity {
  /** Of what it has taken back it says nothing. */
  readonly said: Identity;
  /** The source says of the identifier what was never known of it: nothing may be written before a person has looked. */
  readonly isOverlaid: boolean;
  /** A person has said of the target that its chart is the right one all the same, where it and the source say just this. */
  readonly acceptedDigest?: string | null;
}

/** By the name of the patient, as the records have it. */
export type SourceIdentities = ReadonlyMap<string, SourceIdentity>;

interface Said {
  readonly subject: string;
  readonly key: string;
  readonly revision: number;
  readonly said: Identity;
}

/** What was known of somebody stays known when less is said: else taking a name back and saying another would be no change. */
interface Known {
  readonly known: Identity;
  readonly isOverlaid: boolean;
}

type Row = SourceIdentity & Pick<Said, 'subject'>;
type Locked = Said & Known;

/** Takes in what Patients of the source say, in the transaction that stores them. */
export async function keepIdentities(manager: EntityManager, rows: readonly DesiredRow[]): Promise<void> {
  const inOrder = rows.flatMap(saidOf).toSorted((one, other) => one.revision - other.revision);
  // Each is heard: in between a number may have been somebody else's.
  const bySubject = Map.groupBy(inOrder, ({ subject }) => subject);
  if (bySubject.size === 0) return;
  const firsts = [...bySubject.values()].flatMap(([first]) => first ?? []);
  const inserted: { subject: string }[] = await manager.query(insertSql, [
    ...columns(firsts),
    firsts.map(({ said }) => JSON.stringify(said)),
  ]);
  const isNew = new Set(inserted.map(({ subject }) => subject));
  const further = [...bySubject].flatMap(([subject, all]) => (isNew.has(subject) ? all.slice(1) : all));
  if (further.length > 0)
    await update(
      manager,
      Map.groupBy(further, ({ subject }) => subject),
    );
}

/** Of each of these patients of whom the source says anything, as a target is to take them. */
export async function readIdentities(
  manager: EntityManager,
  target: string,
  subjects: readonly string[],
): Promise<SourceIdentities> {
  if (subjects.length === 0) return new Map();
  const rows: Row[] = await manager.query(identitiesSql, [subjects, target]);
  return new Map(rows.map(({ subject, ...identity }) => [subject, identity]));
}

/** A person says that an identifier is rightly of whom the source says now. False where nobody has to, in this revision. */
export async function releaseOverlay(
  manager: EntityManager,
  { key, revision, by }: { readonly key: string; readonly revision: number; readonly by: string },
): Promise<boolean> {
  const [released] = await manager.query<[{ subject: string }[], number]>(releaseSql, [key, revision, by]);
  if (released.length === 0) return false;
  for (const { subject } of released) {
    await manager.query(decidedSql, [subject, null, 'overlay-suspected', key, revision, null, by]);
  }
  await manager.query(dueAgainSql, [released.map(({ subject }) => subject), null]);
  return true;
}

/** Whether a person has said that already. */
export async function wasReleased(
  manager: EntityManager,
  { key, revision }: { readonly key: string; readonly revision: number },
): Promise<boolean> {
  const before: unknown[] = await manager.query(releasedBeforeSql, [key, revision]);
  return before.length > 0;
}

function saidOf({ resourceType, subject, key, revision, body }: DesiredRow): Said[] {
  if (resourceType !== 'Patient' || subject === null) return [];
  return [{ subject, key, revision, said: identityOf(JSON.parse(body)) }];
}

async function update(manager: EntityManager, told: ReadonlyMap<string, readonly Said[]>): Promise<void> {
  const locked: Omit<Locked, 'key'>[] = await manager.query(lockSql, [[...told.keys()]]);
  const before = new Map(locked.map((row) => [row.subject, row]));
  const changed = locked.flatMap((earlier) => {
    const newer = (told.get(earlier.subject) ?? []).filter(({ revision }) => revision > earlier.revision);
    const last = newer.at(-1);
    if (last === undefined) return [];
    return [{ ...last, ...newer.reduce<Known>((known, { said }) => after(known, said), earlier) }];
  });
  if (changed.length === 0) return;
  await manager.query(updateSql, [
    ...columns(changed),
    changed.map(({ known }) => JSON.stringify(known)),
    changed.map(({ said }) => JSON.stringify(said)),
    changed.map(({ isOverlaid }) => isOverlaid),
  ]);
  const others = changed.filter(({ subject, said }) => !isDeepStrictEqual(said, before.get(subject)?.said));
  if (others.length > 0) await manager.query(dueAgainSql, [others.map(({ subject }) => subject), null]);
}

/** What is suspected stays so, whatever is said next: what came in between may be somebody else's. */
function after({ known, isOverlaid }: Known, said: Identity): Known {
  if (isOverlaid || overlaySuspected(known, said)) return { known, isOverlaid: true };
  return { known: rememberedIdentity(known, said), isOverlaid: false };
}

function columns(told: readonly Said[]) {
  return [told.map(({ subject }) => subject), told.map(({ key }) => key), told.map(({ revision }) => revision)];
}
