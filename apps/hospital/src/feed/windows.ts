/** When outcomes are counted: first and last day after the needle, and the day that is meant. */
export interface Window {
  readonly name: string;
  readonly days: readonly [number, number];
  readonly nominal: number;
}

export const windows: readonly Window[] = [
  { name: 'W1', days: [5, 10], nominal: 7 },
  { name: 'W2', days: [11, 21], nominal: 14 },
  { name: 'W6', days: [28, 56], nominal: 42 },
  { name: 'M3', days: [70, 120], nominal: 91 },
  { name: 'M6', days: [150, 225], nominal: 182 },
  { name: 'M12', days: [300, 450], nominal: 365 },
  { name: 'M24', days: [600, 840], nominal: 730 },
  ...Array.from({ length: 18 }, (_, index) => yearly(index + 3)),
];

function yearly(year: number): Window {
  const nominal = 365 * year;
  return { name: `Y${year}`, days: [nominal - 90, nominal + 90], nominal };
}

export function isIn({ days: [first, last] }: Window, age: number): boolean {
  return first <= age && age <= last;
}
