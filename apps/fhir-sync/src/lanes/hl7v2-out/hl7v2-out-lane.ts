import type { DesiredRecord } from '@ilium/contracts';
import { newestPerKey } from '@ilium/messaging';
import type { DataSource, EntityManager } from 'typeorm';
import { patientRecords } from '../../desired/patient-records.js';
import { readIdentities } from '../../identity/source-identities.js';
import { patientName, type Letter } from './queue/letter.js';
import { lockTarget, queueLetters } from './queue/outgoing-queue.js';
import { countsSql, filedSql, holdSendingSql, latestSql, replaySql, statusSql } from './queue/sql.js';
import type { Hl7State } from './queue/to-queue.js';
import type { ToldRecords } from './queue/told-records.js';
import type { ToldStanding } from './queue/standing-of.js';
import { documentLetters, type Filed } from './read/document-letters.js';
import { subjectOf } from '../reading/records.js';
import { scoreLetter } from './read/score-letter.js';

/** One message as the API shows it. */
export interface Hl7Status {
  /** Of a document the Procedure that it is filed under. */
  readonly key: string;
  readonly revision: number;
  readonly state: Hl7State;
  /** Why it was refused, failed, or can't be written. */
  readonly reason: string | null;
  readonly standing: ToldStanding | null;
  readonly attempts: number;
  readonly controlId: string | null;
  readonly queuedAt: Date;
  readonly sentAt: Date | null;
  readonly settledAt: Date | null;
}

/** How far what tells of a record is. */
export type LatestMessage = Pick<Hl7Status, 'state' | 'reason'>;

const noMessages: Readonly<Record<Hl7State, number>> = {
  queued: 0,
  sent: 0,
  acknowledged: 0,
  refused: 0,
  'by-hand': 0,
  superseded: 0,
};

/** What some records have to tell now. */
interface Told {
  readonly letters: readonly Letter[];
  /** Of these records more is to be told when it is known who somebody is. */
  readonly held: ReadonlySet<string>;
}

/** What to send once more. */
export type Replay = { readonly key: string } | { readonly from: Date; readonly to: Date };

/** As `desired_records` names a patient. */
function subjectNamed(patient: string): string {
  return `Patient?${patient}`;
}

/** The lane for hospitals that take HL7 v2: scores as ORU^R01, sessions as MDM. */
export class Hl7v2OutLane {
  constructor(
    private readonly dataSource: DataSource,
    readonly target: string,
    private readonly timeZone: string,
    private readonly wakeSender: () => void,
    private readonly told: Pick<ToldRecords, 'settled'>,
  ) {}

  /** There may be something to send. */
  wake(): void {
    this.wakeSender();
  }

  /**
   * Puts into the queue what these records change of what the hospital was told. The same again changes nothing. Returns keys of
   * those of which not all can be told, since it is in doubt who somebody is: themselves, or who was told of them before.
   */
  async enqueue(records: readonly DesiredRecord[]): Promise<ReadonlySet<string>> {
    const { freed, held } = await this.dataSource.transaction(async (manager) => {
      await lockTarget(manager, this.target);
      const told = await this.#letters(manager, newestPerKey(records));
      return { freed: await queueLetters(manager, this.target, told.letters), held: told.held };
    });
    // These are being looked at.
    const given = new Set(records.map(({ key }) => key));
    this.told.settled(freed.filter((key) => !given.has(key)).map((key) => ({ key, isStuck: false })));
    this.wakeSender();
    return held;
  }

  /** All messages of a record, oldest first: its own, and of the documents that speak of it. */
  status(key: string): Promise<readonly Hl7Status[]> {
    return this.dataSource.query(statusSql, [this.target, key]);
  }

  /** How far what tells of each record is: its own messages, and those of documents that speak of it, or have to let it go. */
  async latest(keys: readonly string[]): Promise<ReadonlyMap<string, LatestMessage>> {
    const rows: (LatestMessage & { readonly key: string })[] = await this.dataSource.query(latestSql, [
      this.target,
      keys,
    ]);
    return new Map(rows.map(({ key, state, reason }) => [key, { state, reason }]));
  }

  async counts(): Promise<Readonly<Record<Hl7State, number>>> {
    const rows: { state: Hl7State; count: number }[] = await this.dataSource.query(countsSql, [this.target]);
    const counts: Record<Hl7State, number> = { ...noMessages };
    for (const { state, count } of rows) counts[state] = count;
    return counts;
  }

  /** Sends messages again, as they were sent, for a receiver that has lost them. Returns how many. */
  async replay(what: Replay): Promise<number> {
    const range = 'key' in what ? [what.key, null, null] : [null, what.from, what.to];
    const count = await this.dataSource.transaction(async (manager) => {
      await lockTarget(manager, this.target);
      await manager.query(holdSendingSql, [this.target]);
      const [row]: { count: number }[] = await manager.query(replaySql, [this.target, ...range]);
      return row?.count ?? 0;
    });
    this.wakeSender();
    return count;
  }

  async #letters(manager: EntityManager, given: readonly DesiredRecord[]): Promise<Told> {
    const patientOf = new Map(given.map(({ key, resource }) => [key, patientName(subjectOf(resource))]));
    const named = new Set([...patientOf.values()].filter((patient) => patient !== ''));
    const keys = given.map(({ key }) => key);
    const filed: Filed[] = await manager.query(filedSql, [this.target, [...named], keys]);
    const concerned = [...new Set([...named, ...filed.map(({ patient }) => patient)])].toSorted();
    const identities = await readIdentities(manager, this.target, concerned.map(subjectNamed));
    const isInDoubt = (patient = ''): boolean => identities.get(subjectNamed(patient))?.isOverlaid === true;
    const patients = concerned.filter((patient) => !isInDoubt(patient));
    const subjects = patients.map(subjectNamed);
    const known: readonly DesiredRecord[] = await patientRecords(manager, this.target, subjects, 'hl7v2-out');
    const records = newestPerKey([...known, ...given]);
    const scores = records.filter(({ key }) => patientOf.has(key) && !isInDoubt(patientOf.get(key))).map(scoreLetter);
    const standing = filed.filter(({ patient, isOver }) => isInDoubt(patient) && !isOver);
    const left = new Set(standing.flatMap(({ members }) => members));
    return {
      letters: [
        ...scores.filter((letter) => letter !== undefined),
        ...documentLetters(patients, records, filed, this.timeZone),
      ],
      held: new Set(keys.filter((key) => isInDoubt(patientOf.get(key)) || left.has(key))),
    };
  }
}
