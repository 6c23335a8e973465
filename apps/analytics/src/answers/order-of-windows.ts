interface Windowed {
  readonly procedureType: string;
  readonly measure: string;
  readonly window: string;
}

const daysPerUnit: Readonly<Record<string, number>> = { MIN: 1 / 1440, H: 1 / 24, W: 7, M: 30, Y: 365 };

/** By procedure and measure, and their windows in the order of time. */
export function inOrderOfTime<Group extends Windowed>(groups: readonly Group[]): Group[] {
  return groups.toSorted(
    (a, b) =>
      compare(a.procedureType, b.procedureType) ||
      compare(a.measure, b.measure) ||
      compare(daysOf(a.window), daysOf(b.window)) ||
      compare(a.window, b.window),
  );
}

function compare<Value extends string | number>(a: Value, b: Value): number {
  return a < b ? -1 : Number(a > b);
}

/** Roughly when a window is (`30MIN`, `24H`, `W6`, `M3`, `Y10`); other names come last. */
function daysOf(window: string): number {
  const [unit = '', count = ''] = [/[A-Z]+/.exec(window)?.[0], /\d+/.exec(window)?.[0]];
  const days = (daysPerUnit[unit] ?? Infinity) * Number(count);
  return Number.isNaN(days) ? Infinity : days;
}
