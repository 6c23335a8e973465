import type { EntityManager } from 'typeorm';
import { digestOf, patientOf, type Letter } from './letter.js';
import {
  earlierSql,
  holdSendingSql,
  insertSql,
  lockTargetSql,
  removeUnsentSql,
  retrySql,
  seenSql,
  supersedeSql,
} from './sql.js';
import { toQueue, type EarlierMessage, type NewMessage } from './to-queue.js';

/** What tells of a record goes once more where the receiver has not taken it. In the transaction that has the record looked at again. */
export async function retry(manager: EntityManager, target: string, key: string): Promise<void> {
  await lockTarget(manager, target);
  await manager.query(holdSendingSql, [target]);
  await manager.query(retrySql, [target, key]);
}

interface Placed {
  readonly letter: Letter;
  readonly message: NewMessage;
}

/** Nobody else puts anything into the queue of this target until the transaction is over. */
export async function lockTarget(manager: EntityManager, target: string): Promise<void> {
  await manager.query(lockTargetSql, [target]);
}

/** A message that decides nothing any more. */
type FreedMessage = Pick<Letter, 'key' | 'members'>;

/**
 * Puts into the queue what letters have to tell beyond what it holds; each key once. Under the lock of the target. Returns keys of
 * records that messages told which decide nothing any more: perhaps nothing is left that tells them.
 */
export async function queueLetters(
  manager: EntityManager,
  target: string,
  letters: readonly Letter[],
): Promise<readonly string[]> {
  if (letters.length === 0) return [];
  const rows: (EarlierMessage & { readonly key: string })[] = await manager.query(earlierSql, [
    target,
    letters.map(({ key }) => key),
  ]);
  const earlier = Map.groupBy(rows, ({ key }) => key);
  const decided = letters.map((letter) => ({ letter, queueing: toQueue(letter, earlier.get(letter.key) ?? []) }));
  const replaced = decided.filter(({ queueing }) => queueing.kind === 'replace').map(({ letter }) => letter.key);
  const [unsent] = await manager.query<[FreedMessage[], number]>(removeUnsentSql, [target, replaced]);
  const [superseded] = await manager.query<[FreedMessage[], number]>(supersedeSql, [target, replaced]);
  const said = decided
    .filter(({ queueing }) => queueing.kind === 'replace' && queueing.messages.length === 0)
    .map(({ letter }) => letter.key);
  await insert(
    manager,
    target,
    decided.flatMap(({ letter, queueing }) =>
      queueing.kind === 'replace' ? queueing.messages.map((message) => ({ letter, message })) : [],
    ),
  );
  // A document is made of what is newest, so that none is ever older than another: only the number of what is over stays taken.
  const newer = decided
    .filter(
      ({ letter, queueing }) => queueing.kind !== 'old' && (letter.members.length === 0 || said.includes(letter.key)),
    )
    .map(({ letter }) => letter);
  await manager.query(seenSql, [target, newer.map(({ key }) => key), newer.map(({ revision }) => revision)]);
  return [...unsent, ...superseded].flatMap(({ key, members }) => [key, ...members]);
}

async function insert(manager: EntityManager, target: string, placed: readonly Placed[]): Promise<void> {
  await manager.query(insertSql, [
    target,
    placed.map(({ letter }) => letter.key),
    placed.map(({ letter }) => letter.revision),
    placed.map(({ message }) => message.patient),
    placed.map(({ message }) => message.isOver),
    placed.map(({ message, letter }) => message.digest || digestOf(letter)),
    placed.map(({ letter }) => letter.members.join(' ')),
    placed.map(draftOf),
    placed.map(({ letter }) => (letter.draft === undefined ? (letter.fault ?? 'not-fhir') : null)),
  ]);
}

/** In the chart of the patient that it is for. */
function draftOf({ letter: { draft }, message }: Placed): string | null {
  if (draft === undefined) return null;
  return JSON.stringify(message.isOver ? { ...draft, patient: patientOf(message.patient) } : draft);
}
