import type { ReliefCurve } from './ask.js';

/** A stretch of days on which the curve is known: between two drops. */
interface Level {
  readonly from: number;
  readonly to: number;
  readonly survival: number;
}

/** The way down of a drop is not known: the box that it lies in. */
interface DropBox {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly bottom: number;
  /** Never seen to end: of those whose relief went on when they were last seen. */
  readonly isOpen: boolean;
  /** Of the share that is left behind it. */
  readonly interval: ReliefCurve['drops'][number]['interval'];
}

/** Levels and boxes of a curve up to its last day. */
export function shapeOf(
  { drops }: ReliefCurve,
  lastDay: number,
): { levels: readonly Level[]; boxes: readonly DropBox[] } {
  const levels: Level[] = [];
  const boxes: DropBox[] = [];
  let [day, survival] = [0, 1];
  for (const { after, until, survival: left, interval } of drops) {
    if (after > day) levels.push({ from: day, to: after, survival });
    const to = until ?? lastDay;
    boxes.push({ from: after, to, top: survival, bottom: left, isOpen: until === null, interval });
    [day, survival] = [to, left];
  }
  if (day < lastDay) levels.push({ from: day, to: lastDay, survival });
  return { levels, boxes };
}

export function lastDayOf(curve: ReliefCurve): number {
  return Math.max(...curve.drops.map(({ after, until }) => until ?? after * 1.1), 14);
}
