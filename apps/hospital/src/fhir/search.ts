import { prefers, type FhirRequest } from './exchange.js';
import { FhirError } from './fhir-error.js';
import type { RecordStore, StoredRecord } from './record-store.js';
import type { ResourceTypeName } from './resource-types.js';
import { dateParametersOf, timeAsked, timesAt, type InTime } from './search-dates.js';
import { indexTerm, parameterOf } from './search-parameters.js';

type Condition = (record: StoredRecord) => boolean;

/** A search that has been read: records that one of the sets holds, for each set, and that meet all conditions. */
export interface Search {
  readonly type: ResourceTypeName;
  readonly candidates: readonly ReadonlySet<StoredRecord>[];
  readonly conditions: readonly Condition[];
  readonly countOnly: boolean;
  readonly pageSize: number;
  /** The sequence after which the page begins. */
  readonly after: number;
  /** What was understood, for the self link. */
  readonly applied: readonly (readonly [string, string])[];
}

const defaultPageSize = 50;
const maxPageSize = 1000;
/** Say how to answer, not what to find. */
const withoutMeaning = new Set(['_format', '_pretty']);

interface Draft {
  readonly candidates: ReadonlySet<StoredRecord>[];
  readonly conditions: Condition[];
  countOnly: boolean;
  pageSize: number;
  after: number;
}

type Control = (draft: Draft, value: string, name: string) => void;

/** Parameters that shape the answer, and those that need no index. */
const controls: Readonly<Record<string, Control>> = {
  _summary: (draft, value) => {
    // The other summaries are hints (R4, 3.1.1.5.9): the whole record is always right.
    draft.countOnly = value === 'count';
  },
  _count: (draft, value) => {
    draft.pageSize = Math.min(wholeNumber('_count', value), maxPageSize);
    if (draft.pageSize === 0) draft.countOnly = true;
  },
  _after: (draft, value) => {
    draft.after = wholeNumber('_after', value);
  },
  _id: (draft, value) => {
    const ids = new Set(value.split(','));
    draft.conditions.push(({ id }) => ids.has(id));
  },
  _lastUpdated: (draft, value) => {
    draft.conditions.push(lastUpdated(value));
  },
};

/** Reads a query. What it doesn't know is refused under `handling=strict` or `strictly`, else left out. */
export function readSearch(
  store: RecordStore,
  type: ResourceTypeName,
  query: URLSearchParams,
  strictly: boolean,
): Search {
  const draft: Draft = { candidates: [], conditions: [], countOnly: false, pageSize: defaultPageSize, after: 0 };
  const applied: (readonly [string, string])[] = [];
  for (const [name, value] of query) {
    if (withoutMeaning.has(name)) continue;
    if (apply(store, type, draft, name, value)) applied.push([name, value]);
    else if (strictly) {
      throw new FhirError(
        400,
        'not-supported',
        'A search parameter is not known here; /metadata lists those that are.',
      );
    }
  }
  return { type, ...draft, applied };
}

export function isStrict(request: FhirRequest): boolean {
  return prefers(request, 'handling=strict');
}

function apply(store: RecordStore, type: ResourceTypeName, draft: Draft, name: string, value: string): boolean {
  const control = Object.hasOwn(controls, name) ? controls[name] : undefined;
  if (control !== undefined) {
    control(draft, value, name);
    return true;
  }
  const dates = dateParametersOf(type);
  const path = Object.hasOwn(dates, name) ? dates[name] : undefined;
  if (path !== undefined) {
    draft.conditions.push(dated(name, path, value));
    return true;
  }
  const [base = '', modifier] = name.split(':');
  const parameter = parameterOf(type, base);
  if (parameter === undefined || (modifier !== undefined && (modifier !== 'not' || parameter.kind !== 'token'))) {
    return false;
  }
  const sets = alternatives(value).map((text) => store.found(indexTerm(type, base, text)));
  if (modifier === 'not') draft.conditions.push((record) => !sets.some((set) => set.has(record)));
  else draft.candidates.push(sets.length === 1 && sets[0] !== undefined ? sets[0] : union(sets));
  return true;
}

/** Values separated by commas; `\,` is a comma that belongs to one. */
function alternatives(value: string): readonly string[] {
  return value.split(/(?<!\\),/).map((text) => text.replace(/\\([,|$\\])/g, '$1'));
}

function union(sets: readonly ReadonlySet<StoredRecord>[]): ReadonlySet<StoredRecord> {
  return new Set(sets.flatMap((set) => [...set]));
}

/** Live records that a search finds, in the order of their creation. */
export function findAll(store: RecordStore, search: Search): readonly StoredRecord[] {
  const [smallest, ...others] = search.candidates.toSorted((a, b) => a.size - b.size);
  const found: StoredRecord[] = [];
  for (const record of smallest ?? store.all(search.type)) {
    const isLive = record.versions.at(-1)?.json !== undefined;
    const matches =
      isLive && others.every((set) => set.has(record)) && search.conditions.every((meets) => meets(record));
    if (matches) found.push(record);
  }
  return smallest === undefined ? found : found.sort((a, b) => a.sequence - b.sequence);
}

function lastUpdated(value: string): Condition {
  const isInTime = asked('_lastUpdated', value);
  return ({ versions }) => {
    const start = Date.parse(versions.at(-1)?.lastUpdated ?? '');
    return isInTime({ start, end: start + 1 });
  };
}

function dated(name: string, path: string, value: string): Condition {
  const isInTime = asked(name, value);
  return ({ versions }) => timesAt(JSON.parse(versions.at(-1)?.json ?? '{}'), path).some(isInTime);
}

function asked(name: string, value: string): InTime {
  const isInTime = timeAsked(value);
  if (isInTime === undefined) throw unusable(`${name} takes eq, ne, gt, ge, lt or le and a time.`);
  return isInTime;
}

function wholeNumber(name: string, value: string): number {
  if (!/^\d{1,12}$/.test(value)) throw unusable(`${name} takes a whole number.`);
  return Number(value);
}

function unusable(why: string): FhirError {
  return new FhirError(400, 'invalid', why);
}
