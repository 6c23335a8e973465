import type { Distribution } from './box-plot.js';

const number = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1, signDisplay: 'negative' });

/** As measures tell it: to a tenth at most. */
export function amountText(value: number): string {
  return number.format(value);
}

/** `better by 1.5`, `worse by 0.5` */
export function betterText(by: number): string {
  return by < 0 ? `worse by ${amountText(-by)}` : `better by ${amountText(by)}`;
}

/** `(95% interval 2.5 to 4)` */
export function amountRange({ interval }: Distribution['median'], inWords = true): string {
  if (interval === null) return inWords ? '(too few for an interval)' : '–';
  const range = `${amountText(interval.lower)} to ${amountText(interval.upper)}`;
  return inWords ? `(95% interval ${range})` : range;
}
