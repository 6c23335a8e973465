/**
 * For so many time-outs after a request was given up, a server may still apply it: it lies in the queue of a proxy, or waits
 * for a lock. No server says how long (docs/adr/0009-unknown-outcome-is-sent-again.md).
 */
export const doubtTimeouts = 4;
