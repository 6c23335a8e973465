import type { Period } from '../resource/elements.js';

/** The begin and the end that a choice of a time and a period says. */
export function spanOf(
  time: string | undefined,
  period: Period | undefined,
): { readonly start: string | undefined; readonly end: string | undefined } {
  return time === undefined ? { start: period?.start, end: period?.end } : { start: time, end: undefined };
}
