/** Whether live doors have work, told by how fast their count of messages grows. */

export interface LiveCount {
  /** Messages that came through doors other than files, ever. */
  readonly count: () => Promise<number>;
  /** Up to so many a second an archive goes on beside them. */
  readonly calmPerSecond?: number;
  readonly now?: () => number;
}

const calm = 50;
const shortestMs = 1_000;

/** Looks at the count once a second at most; before the second look nobody is busy. */
export function liveDoors({ count, calmPerSecond = calm, now = Date.now }: LiveCount): () => Promise<boolean> {
  let seen: { readonly count: number; readonly at: number } | undefined;
  let isBusy = false;
  return async () => {
    const at = now();
    if (seen !== undefined && at - seen.at < shortestMs) return isBusy;
    const before = seen;
    seen = { count: await count(), at };
    isBusy = before !== undefined && (seen.count - before.count) * 1_000 > calmPerSecond * (at - before.at);
    return isBusy;
  };
}
