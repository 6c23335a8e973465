import { randomUUID } from 'node:crypto';
import { createMetrics } from '@ilium/observability';
import { Custody } from '../journal/custody.js';
import { createJournalMetrics } from '../journal/journal-metrics.js';
import { JournalRows, type JournalRow } from '../journal/journal-rows.js';
import type { JournaledMessage } from '../journal/received-message.js';
import { Settlement, type Settled, type SettlementOptions } from '../journal/settlement.js';
import { messageOf } from './messages.js';
import { bodyKeys, quiet, StoreBed } from './store-bed.js';

/** A journal in a database of its own, and what settles it. The body of a message is its control id. */
export class SettlementBed {
  readonly #open: Settlement[] = [];
  readonly #guards: Custody[] = [];
  #sequence = 0;

  private constructor(
    readonly store: StoreBed,
    readonly rows: JournalRows,
  ) {}

  static async open(): Promise<SettlementBed> {
    const store = await StoreBed.open();
    return new SettlementBed(store, new JournalRows(store.dataSource, bodyKeys, randomUUID()));
  }

  /** As another instance has them. */
  otherRows(keys = bodyKeys): JournalRows {
    return new JournalRows(this.store.dataSource, keys, randomUUID());
  }

  settlement(changes: Partial<SettlementOptions> = {}): Settlement {
    const one = new Settlement({
      rows: this.rows,
      store: this.store.openStore(),
      read: readText,
      unread: (message) => ({
        ...keptOf(message, ''),
        events: [],
        work: [{ reason: 'not-mapped', path: 'MSH[1]' }],
      }),
      isBusy: () => false,
      logger: quiet,
      metrics: createJournalMetrics(createMetrics('test')),
      ...changes,
    });
    this.#open.push(one);
    return one;
  }

  /** Of an instance of its own, to which left rows go. */
  guard(settling: Settlement): void {
    const settle = settling.offer.bind(settling);
    const custody = new Custody({ rows: this.otherRows(), logger: quiet, settle, everyMs: 50 });
    this.#guards.push(custody);
    custody.start();
  }

  rowOf(...texts: string[]): JournalRow {
    const messages = texts.map((text) => ({
      ...{ site: 'test-site', door: 'test', receivedAt: Date.now() },
      ...{ id: randomUUID(), sequence: (this.#sequence += 1), body: Buffer.from(text) },
    }));
    return { id: messages[0]?.id ?? '', sequence: this.#sequence, messages };
  }

  /** A row as the journal has committed it. */
  async written(...texts: string[]): Promise<JournalRow> {
    const row = this.rowOf(...texts);
    await this.rows.insert(row);
    return row;
  }

  async inJournal(): Promise<number> {
    return (await this.store.dataSource.query('SELECT 1 FROM journal')).length;
  }

  async keptIds(): Promise<string[]> {
    return (await this.store.kept()).map(({ control_id: id }) => id);
  }

  /** Between two tests: what settles ends, and the tables are empty. */
  async rest(): Promise<void> {
    await Promise.all(this.#open.splice(0).map((one) => one.close(1_000)));
    await Promise.all(this.#guards.splice(0).map((one) => one.stop()));
    await this.store.empty();
  }
}

export function keptOf({ id, sequence, receivedAt, body }: JournaledMessage, controlId: string) {
  return messageOf(controlId, { receipt: { id, sequence, receivedAt }, body });
}

export function readText(message: JournaledMessage): Settled {
  const text = message.body.toString();
  if (text === 'broken') throw new RangeError('a defect');
  if (text !== 'skipped') return { kind: 'message', message: keptOf(message, text) };
  const { receipt } = keptOf(message, '');
  const about = { receipt, door: 'test', site: 'test-site', type: 'ADT^A60' };
  return { kind: 'passing', passing: { ...about, fate: 'skipped', reason: 'type' } };
}
