/** Whole percents, but never 100 % or 0 % of what is not quite so. */
export function percentText(share: number): string {
  if (share > 0.99 && share < 1) return '> 99 %';
  if (share > 0 && share < 0.01) return '< 1 %';
  return `${Math.round(share * 100)} %`;
}

/** Of what falls short: never rounded up to what it falls short of. */
export function percentBelow(count: number, of: number): string {
  return `${Math.floor((count * 100) / of)} %`;
}
