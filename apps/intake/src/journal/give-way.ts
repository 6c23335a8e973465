/** Of what a message costs after its acknowledgement, reading is about this part; the rest is storing and publishing. */
const partOfReading = 1 / 5;
/** What has waited so long gives way to nothing any more. */
const mostWaitedMs = 10_000;
const smallestShare = 0.05;

/**
 * How long what is acknowledged already waits beside busy doors, after reading for so long. The longer a message has
 * waited, the larger is its share of the time: a burst is acknowledged first, and load that lasts finds its balance.
 */
export function pauseBeside(spentMs: number, waitedMs: number): number {
  const share = Math.min(Math.max(waitedMs / mostWaitedMs, smallestShare), 1);
  return (spentMs / partOfReading) * (1 / share - 1);
}
