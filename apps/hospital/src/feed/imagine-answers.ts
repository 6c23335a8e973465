import { addDays } from './calendar.js';
import type { Asked } from './imagine-asked.js';
import { measures } from './measures.js';
import type { Random } from './random.js';
import type { MeasureName, Score, Visit } from './story.js';

/** An answer that nobody numbered yet, and nobody made a mistake with. */
export type Answer = Omit<Score, 'number'>;

export interface Told {
  /** Unique; the numbers of the scores are made of it. */
  readonly name: string;
  readonly visits: readonly Visit[];
  readonly isPlain: boolean;
  readonly hasSecondRecord: boolean;
}

/** What somebody answers whose pain began at `base`. */
export function answer(random: Random, asked: Asked, measure: MeasureName, base: number): Answer {
  const { lowest, highest, best, digits } = measures[measure];
  const { day, minute, timing, names, relief } = asked;
  const noise = random.normal(0, highest / 25);
  const value = base === best ? best : clamp(base + (best - base) * relief + noise, lowest, highest);
  return { measure, day, minute, timing, value: Number(value.toFixed(digits)), names, ...unquirky };
}

function clamp(value: number, lowest: number, highest: number): number {
  return Math.min(highest, Math.max(lowest, value));
}

/** Numbers answers, and lets the hospital make its mistakes with some. */
export function toldScores(random: Random, plan: Told, answers: readonly Answer[]): readonly Score[] {
  return answers.flatMap((one, index) => {
    const numbered = { ...one, number: `${plan.name}-${index + 1}` };
    return plan.isPlain ? [{ ...numbered, namedBy: 'procedure' as const }] : withQuirks(random, plan, numbered);
  });
}

/** As it is told without any mistake. */
export const unquirky = {
  whyMissing: 'asked-declined',
  painLocation: undefined,
  side: undefined,
  namedBy: 'visit',
  record: 'patient',
  isWithdrawn: false,
  toldFirst: undefined,
  isToldInUtc: false,
} as const satisfies Partial<Score>;

function withQuirks(random: Random, { visits, hasSecondRecord }: Told, score: Score): readonly Score[] {
  const { names, minute } = score;
  const told: Score = {
    ...score,
    namedBy: names === undefined ? 'visit' : namingOf(random, visits[names]),
    record: hasSecondRecord && random.chance(0.4) ? 'second' : 'patient',
    isToldInUtc: minute !== undefined && random.chance(0.15),
  };
  if (told.value === undefined) return [told];
  switch (random.weighted({ none: 90, declined: 4, corrected: 4, withdrawn: 1, rewritten: 1 })) {
    case 'none':
      return [told];
    case 'declined':
      return [{ ...told, value: undefined }];
    case 'corrected':
      return [{ ...told, toldFirst: imagineMistake(random, told) }];
    case 'withdrawn':
      return [{ ...told, isWithdrawn: true }];
    case 'rewritten':
      return [{ ...told, isWithdrawn: true, number: `${told.number}-D` }, told];
  }
}

function namingOf(random: Random, visit: Visit | undefined): Score['namedBy'] {
  if (visit?.acts[0].isAnonymous === true || visit?.status === 'billed') return 'visit';
  return visit?.tellsNumber === false || random.chance(0.6) ? 'procedure' : 'visit';
}

/** A wrong value, a wrong day, or nothing wrong at all: the same said again in a newer version. */
function imagineMistake(random: Random, { measure, day, value = 0 }: Score): NonNullable<Score['toldFirst']> {
  const { highest } = measures[measure];
  switch (random.weighted({ value: 60, day: 15, nothing: 25 })) {
    case 'value':
      return { value: value >= highest / 2 ? value - random.int(1, highest / 5) : value + random.int(1, highest / 5) };
    case 'day':
      return { day: addDays(day, -random.int(3, 20)) };
    case 'nothing':
      return { value };
  }
}
