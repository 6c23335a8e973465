import { isDone, type Answered, type Asking } from './exchange.js';
import { idIn, matchesIn } from './read-answer.js';
import { identifierSystem } from './sample-records.js';

export interface Written {
  readonly type: string;
  readonly id: string;
  readonly body: TestRecord;
}

export type TestRecord = Readonly<Record<string, unknown>> & { readonly resourceType: string };

/** The records that the probe has written, and that it takes away again at the end. */
export class WrittenRecords {
  /** All that were ever there, those that are gone included. */
  count = 0;
  deleted = 0;
  readonly #there = new Map<string, Written>();
  /** Of these types a record may be there that nobody has told us the id of. */
  readonly #doubtful = new Map<string, Set<string>>();

  constructor(private readonly asking: Asking) {}

  async create(record: TestRecord, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
    const type = record.resourceType;
    const answered = await this.asking
      .ask({ method: 'POST', path: type, headers, body: record })
      .catch((error: unknown) => {
        this.#doubt(record);
        throw error;
      });
    if (answered.isRepeated) this.#doubt(record);
    if (!isDone(answered)) return answered;
    const id = idIn(answered, type);
    if (id === undefined) this.#doubt(record);
    else this.add(type, id, record);
    return answered;
  }

  /** Under an id of ours, so that sending it twice is sending it once. */
  async put(id: string, record: TestRecord, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
    const type = record.resourceType;
    // Remembered before it is sent: an answer that gets lost leaves a record behind.
    const wasThere = this.#there.has(`${type}/${id}`);
    this.add(type, id, record);
    const answered = await this.asking.ask({ method: 'PUT', path: `${type}/${id}`, headers, body: { ...record, id } });
    if (isDone(answered)) {
      const given = idIn(answered, type);
      if (given !== undefined && given !== id) this.add(type, given, record);
    } else if (!wasThere && !answered.isRepeated) this.#neverWritten(type, id);
    return answered;
  }

  add(type: string, id: string, body: TestRecord): void {
    const key = `${type}/${id}`;
    if (!this.#there.has(key)) this.count += 1;
    this.#there.set(key, { type, id, body });
  }

  /** It was deleted. */
  gone(type: string, id: string): void {
    if (this.#there.delete(`${type}/${id}`)) this.deleted += 1;
  }

  #neverWritten(type: string, id: string): void {
    if (this.#there.delete(`${type}/${id}`)) this.count -= 1;
  }

  #doubt(record: TestRecord): void {
    const values = this.#doubtful.get(record.resourceType) ?? new Set<string>();
    this.#doubtful.set(record.resourceType, values.add(identifierOf(record)));
  }

  /** Looks for what may be there without our knowing its id. Answers the types of which that can't be said. */
  async findDoubtful(): Promise<readonly string[]> {
    const open: string[] = [];
    for (const [type, values] of this.#doubtful) {
      for (const value of values) {
        const query = new URLSearchParams({ identifier: `${identifierSystem}|${value}` });
        const found = matchesIn(await this.asking.ask({ method: 'GET', path: `${type}?${query.toString()}` }), type);
        // A server that passes over the parameter answers with everybody: none of theirs is ever touched.
        const ours = (found ?? []).filter((one) => identifierOf(one) === value);
        for (const { id, ...rest } of ours) if (id !== undefined) this.add(type, id, rest);
        if (ours.length === 0) open.push(type);
      }
    }
    return [...new Set(open)];
  }

  /** The latest first: what refers to others goes before them. */
  there(): readonly Written[] {
    return [...this.#there.values()].toReversed();
  }
}

function identifierOf({ identifier }: Readonly<Record<string, unknown>>): string {
  const [first]: readonly unknown[] = Array.isArray(identifier) ? identifier : [];
  const isOurs = typeof first === 'object' && first !== null && 'system' in first && first.system === identifierSystem;
  return isOurs && 'value' in first && typeof first.value === 'string' ? first.value : '';
}
