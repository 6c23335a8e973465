import type { DataSource, EntityManager } from 'typeorm';
import { draft } from '../read/draft.js';
import { controlIdOf } from '../write/control-id.js';
import { messageOf } from '../write/message.js';
import { NotWritable } from '../write/not-writable.js';
import type { Envelope } from '../write/standing.js';
import type { WriterSettings } from '../write/writer-settings.js';
import {
  byHandSql,
  dueSql,
  holdLeaseSql,
  leaseSql,
  msUntilDueSql,
  needlessSql,
  releaseSql,
  sentSql,
  settleSql,
  takenSql,
} from './sql.js';
import { standingOf, toldStanding, type Taken } from './standing-of.js';
import type { SettledMessage, ToldRecords } from './told-records.js';

/** A message that counts as sent from now on. */
export interface OutgoingMessage {
  readonly id: string;
  readonly text: string;
  /** Sendings before this one. */
  readonly attempts: number;
  /** Times that the receiver failed on it. */
  readonly errors: number;
}

/** What became of a sending. */
export interface Verdict {
  readonly state: 'acknowledged' | 'refused' | 'sent';
  readonly reason: string | null;
  readonly errors: number;
  /** Until it is sent again; null where it is settled. */
  readonly againMs: number | null;
}

interface DueRow {
  readonly id: string;
  readonly key: string;
  readonly members: readonly string[];
  readonly revision: number;
  readonly patient: string;
  readonly isOver: boolean;
  readonly draft: string | null;
  readonly message: string | null;
  readonly attempts: number;
  readonly errors: number;
}

/** The queue of one target, as its sender sees it. All that it writes counts under its lease only. */
export class SendingQueue {
  constructor(
    private readonly dataSource: DataSource,
    private readonly target: string,
    private readonly secret: string,
    private readonly writer: WriterSettings,
    private readonly told: Pick<ToldRecords, 'settled'>,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Takes or renews the right to send; false while another instance has it. */
  async lease(leaseId: string, leaseMs: number): Promise<boolean> {
    const rows: unknown[] = await this.dataSource.query(leaseSql, [this.target, leaseId, leaseMs]);
    return rows.length === 1;
  }

  async release(leaseId: string): Promise<void> {
    await this.dataSource.query(releaseSql, [this.target, leaseId]);
  }

  /** Undefined while nothing is open. */
  async msUntilDue(): Promise<number | undefined> {
    const [row]: { ms: number }[] = await this.dataSource.query(msUntilDueSql, [this.target]);
    return row?.ms;
  }

  /**
   * The first open messages of so many patients, written down as sent before they are: whoever comes after a crash sends
   * them again, byte for byte.
   */
  async claim(leaseId: string, most: number): Promise<readonly OutgoingMessage[]> {
    const settled: SettledMessage[] = [];
    const claimed = await this.dataSource.transaction(async (manager) => {
      const held: unknown[] = await manager.query(holdLeaseSql, [this.target, leaseId]);
      if (held.length === 0) return [];
      const rows: DueRow[] = await manager.query(dueSql, [this.target, most]);
      const messages: OutgoingMessage[] = [];
      for (const row of rows) {
        const written = row.message ?? (await this.#write(manager, row));
        if (typeof written === 'string') {
          messages.push({ id: row.id, text: written, attempts: row.attempts, errors: row.errors });
        } else {
          settled.push(...written);
        }
        if (row.message !== null) await manager.query(sentSql, [row.id, null, null, null]);
      }
      return messages;
    });
    this.told.settled(settled);
    return claimed;
  }

  /** False where another instance has taken over: then it counts what that one is told. */
  async settle(leaseId: string, id: string, { state, reason, errors, againMs }: Verdict): Promise<boolean> {
    const parameters = [this.target, leaseId, id, state, reason, errors, againMs];
    // TypeORM gives rows and their number for an UPDATE.
    const [rows] = await this.dataSource.query<[{ key: string }[], number]>(settleSql, parameters);
    if (againMs === null) this.told.settled(rows.map(({ key }) => ({ key, isStuck: state === 'refused' })));
    return rows.length === 1;
  }

  /** Its text; or what is settled, where there is nothing to send: nobody has what is taken back, or it can not be written. */
  async #write(manager: EntityManager, row: DueRow): Promise<string | readonly SettledMessage[]> {
    const [taken]: Taken[] = await manager.query(takenSql, [this.target, row.key, row.patient, row.id]);
    const { standing, has } = standingOf(row, taken);
    if (standing === undefined) {
      await manager.query(needlessSql, [row.id]);
      return [row.key, ...row.members].map((key) => ({ key, isStuck: false }));
    }
    const { revision } = row;
    const controlId = controlIdOf(this.secret, [this.target, row.key, revision, row.patient, row.isOver]);
    const envelope: Envelope = { controlId, at: this.now().toISOString(), standing, revision, has };
    try {
      const content = draft.parse(JSON.parse(row.draft ?? ''));
      const text = messageOf(content, envelope, this.writer);
      await manager.query(sentSql, [row.id, toldStanding(standing, content), controlId, text]);
      return text;
    } catch (error) {
      if (!(error instanceof NotWritable)) throw error;
      await manager.query(byHandSql, [row.id, error.fault]);
      return [{ key: row.key, isStuck: true }];
    }
  }
}
