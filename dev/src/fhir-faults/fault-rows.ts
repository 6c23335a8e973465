import type { WrittenPlan } from '../../../apps/hospital/dist/fhir/faults/fault-plan.js';

export type Rule = WrittenPlan['rules'][number];

/** One way in which a FHIR server fails, and what has to come of it. */
export interface FaultRow {
  readonly name: string;
  readonly rules: readonly Rule[];
  /** How a delivery that is not built for it fails. */
  readonly elsewhere?: string;
  /** The fault lasts until it is taken away; else it ends by itself, or delivery works beside it. */
  readonly isOutage?: boolean;
  /** Records that the server will not take while the others are there: they end refused, with this reason. */
  readonly refuses?: { readonly records: 'leaf' | 'all'; readonly reason: string };
  /** One record alone never meets it, and others not again once it has taught how much goes at a time. */
  readonly isLearned?: boolean;
  /** Somebody else changes the records on the server in between. */
  readonly isChangedThere?: boolean;
}

const writes = { method: 'POST' } as const;
const transactions = { interaction: 'transaction' } as const;

function times(count: number, fault: Rule['fault'], match: Rule['match'] = writes): readonly Rule[] {
  return [{ match, times: count, fault }];
}

/** Longer than fhir-sync waits in the tests and in a soak. */
const tooSlowMs = 1_500;

/** A stand-in: keys of records that are there are put in its place. */
export const leafKey = 'Procedure/leaf';

export const faultRows: readonly FaultRow[] = [
  { name: 'latency', rules: [{ match: writes, fault: { kind: 'latency', ms: 100, jitterMs: 50 } }] },
  {
    name: 'answers too late',
    rules: times(2, { kind: 'latency', ms: tooSlowMs }, transactions),
    elsewhere: 'the record twice',
  },
  {
    name: '429, Retry-After in seconds',
    rules: times(2, { kind: 'status', status: 429, retryAfterSeconds: 1 }),
    elsewhere: 'Retry-After is ignored',
  },
  {
    name: '429, Retry-After as a date',
    rules: times(1, { kind: 'status', status: 429, retryAfterSeconds: 1, retryAfterAs: 'date' }),
    elsewhere: 'Retry-After is ignored',
  },
  {
    name: '500',
    rules: times(3, { kind: 'status', status: 500 }, transactions),
    elsewhere: 'the thread is blocked without end',
  },
  { name: '502 with HTML', rules: times(3, { kind: 'status', status: 502, body: 'html' }) },
  {
    name: '503 for as long as it lasts',
    rules: [{ fault: { kind: 'status', status: 503, body: 'html' } }],
    isOutage: true,
    elsewhere: 'every bundle among the dead letters after three seconds',
  },
  { name: '503 with Retry-After', rules: times(2, { kind: 'status', status: 503, retryAfterSeconds: 1 }) },
  { name: 'connections cut, for as long as it lasts', rules: [{ fault: { kind: 'reset' } }], isOutage: true },
  { name: 'reset before it is applied', rules: times(3, { kind: 'reset', when: 'before' }) },
  {
    name: 'reset after it is applied',
    rules: times(3, { kind: 'reset', when: 'after' }, transactions),
    elsewhere: 'the record twice',
  },
  {
    name: 'applied, answered 504',
    rules: times(3, { kind: 'status', status: 504, applied: true, body: 'html' }, transactions),
    elsewhere: 'the record twice',
  },
  {
    name: 'applied, half of the answer',
    rules: times(2, { kind: 'truncated' }, transactions),
    elsewhere: 'the record twice',
  },
  { name: 'the right answer as text/html', rules: times(2, { kind: 'content-type' }, transactions) },
  {
    name: '200 with a page instead of an answer, not applied',
    rules: times(2, { kind: 'content-type', body: 'wrong', applied: false }, transactions),
  },
  { name: 'a slow drip', rules: times(2, { kind: 'drip', overMs: 200 }, transactions) },
  { name: 'a drip that is too slow', rules: times(2, { kind: 'drip', overMs: tooSlowMs }, transactions) },
  { name: '401, twice', rules: times(2, { kind: 'token-expiry' }) },
  {
    name: 'bundle limit, 413',
    rules: [{ match: transactions, fault: { kind: 'bundle-limit', entries: 3 } }],
    isLearned: true,
  },
  {
    name: 'bundle limit, 400 too-costly',
    rules: [{ match: transactions, fault: { kind: 'bundle-limit', entries: 3, status: 400 } }],
    isLearned: true,
  },
  { name: 'no transactions for a while', rules: times(2, { kind: 'no-transactions' }, transactions) },
  {
    name: 'a transaction run as a batch',
    rules: [{ match: transactions, fault: { kind: 'no-transactions', how: 'as-batch' } }],
  },
  {
    name: '200 with a refused entry inside',
    rules: [{ match: transactions, fault: { kind: 'refused-entries', keys: [leafKey] } }],
    refuses: { records: 'leaf', reason: 'http-422' },
    elsewhere: 'counted as a success, and lost',
  },
  {
    name: 'changed by somebody else, 409',
    rules: [{ fault: { kind: 'stale-version', status: 409 } }],
    isChangedThere: true,
  },
  {
    name: 'changed by somebody else, 412',
    rules: [{ fault: { kind: 'stale-version', status: 412 } }],
    isChangedThere: true,
  },
];

/** What faults do to deliveries that are not built for them, by their names. */
export const elsewhere: ReadonlyMap<string, string> = new Map(
  faultRows.flatMap((row) => (row.elsewhere === undefined ? [] : [[row.name, row.elsewhere]])),
);

/** The same faults for a server that takes records one by one: those of bundles it never meets. */
export const singleFaultRows: readonly FaultRow[] = faultRows
  .filter(({ isLearned, isChangedThere, rules }) => {
    const kinds = rules.map(({ fault }) => fault.kind);
    return !isLearned && !isChangedThere && !kinds.includes('no-transactions') && !kinds.includes('refused-entries');
  })
  .map((row) => ({ ...row, rules: row.rules.map((rule) => ({ ...rule, match: ofSingles(rule.match) })) }));

function ofSingles(match: Rule['match']): NonNullable<Rule['match']> {
  const isAboutWrites = match !== undefined && ('method' in match || match.interaction === 'transaction');
  return isAboutWrites ? { interaction: ['create', 'update'] } : (match ?? {});
}
