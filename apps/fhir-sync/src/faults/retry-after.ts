/** No server may silence us for longer than this. */
export const longestRetryAfterMs = 3_600_000;

/** `Retry-After` in milliseconds: seconds or an HTTP date (RFC 9110, section 10.2.3). Undefined when absent or unreadable. */
export function retryAfterMs(header: string | null | undefined, now: number): number | undefined {
  const text = header?.trim();
  if (text === undefined || text === '') return undefined;
  const wait = /^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text) - now;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), longestRetryAfterMs);
}
