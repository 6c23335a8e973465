import { isDone, type Asked, type Asking } from './exchange.js';
import type { TestRecord, WrittenRecords } from './written-records.js';

/** What became of the records at the end. */
export interface TidiedUp {
  readonly written: number;
  readonly deleted: number;
  /** Marked entered-in-error, or a patient as not active. */
  readonly marked: number;
  /** `Type/id` of those that are there as they were, for somebody to take away. */
  readonly left: readonly string[];
  /** Types of which a record may be there that could not be found. */
  readonly doubtful: readonly string[];
}

/** Deletes what was written where the server lets us, else marks it; answers what it had to leave. */
export async function tidyUp(records: WrittenRecords, asking: Asking): Promise<TidiedUp> {
  const doubtful = await records.findDoubtful().catch(() => ['records of a type that could not be searched']);
  /** Types of which the server has refused to delete one. */
  const kept = new Set<string>();
  const left: string[] = [];
  let deleted = records.deleted;
  let marked = 0;
  for (const written of records.there()) {
    const { type, id, body } = written;
    const path = `${type}/${id}`;
    if (!kept.has(type) && (await isDeleted(asking, path))) deleted += 1;
    else {
      kept.add(type);
      const mark = { method: 'PUT', path, body: { ...takenBack(body), id } } as const;
      if (await isTaken(asking, mark)) marked += 1;
      else left.push(path);
    }
  }
  return { written: records.count, deleted, marked, left, doubtful };
}

async function isDeleted(asking: Asking, path: string): Promise<boolean> {
  if (!(await isTaken(asking, { method: 'DELETE', path }))) return false;
  const read = await asking.ask({ method: 'GET', path }).catch(() => undefined);
  return read === undefined || !isDone(read);
}

async function isTaken(asking: Asking, asked: Asked): Promise<boolean> {
  try {
    return isDone(await asking.ask(asked));
  } catch {
    return false;
  }
}

/** R4 has a word for it in every type of ours but Patient. */
export function takenBack(record: TestRecord): TestRecord {
  return record.resourceType === 'Patient' ? { ...record, active: false } : { ...record, status: 'entered-in-error' };
}
