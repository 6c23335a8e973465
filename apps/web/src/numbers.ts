const grouped = new Intl.NumberFormat('en-US');
const percent = new Intl.NumberFormat('en-US', { style: 'percent', maximumFractionDigits: 0 });

export function countText(value: number): string {
  return grouped.format(value);
}

/** Whole percents, but never 100 % or 0 % of what is not quite so. */
export function percentText(rate: number): string {
  if (rate > 0.99 && rate < 1) return '> 99%';
  if (rate > 0 && rate < 0.01) return '< 1%';
  return percent.format(rate);
}

export interface Bounds {
  readonly worst: number;
  readonly best: number;
}

/**
 * The rate if none and if all of those of whom it is not known had the result: whose score is missing, or gave none that a rate can
 * be made of. Null where there is nobody to count.
 */
export function boundsOf(
  count: number,
  { observed, rated, missing }: { readonly observed: number; readonly rated: number; readonly missing: number },
): Bounds | null {
  const all = observed + missing;
  return all === 0 ? null : { worst: count / all, best: (count + all - rated) / all };
}

/** With less follow-up than this, or fewer answers, a rate is no more than a hint. */
export const enoughFollowUp = 0.6;
export const fewAnswers = 30;
