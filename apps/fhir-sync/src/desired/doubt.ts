/**
 * For so many time-outs after a request was given up, a server may still apply it: it lies in the queue of a proxy, or waits
 * for a lock. No server says how long (docs/adr/0009-unknown-outcome-is-sent-again.md).
 */
export const doubtTimeouts = 4;

/** The reason of what is read again then; behind a colon, what it is owed when it stands (`in-doubt:encounter-not-found`). */
export const inDoubtReason = 'in-doubt';

export function isInDoubt(reason: string | null): boolean {
  return reason?.startsWith(inDoubtReason) === true;
}

/** The same of a reason in SQL. */
export const isInDoubtSql = (reason: string): string => `coalesce(${reason} LIKE '${inDoubtReason}%', false)`;
