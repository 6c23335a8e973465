import { addDays } from './calendar.js';
import type { Moment, ReportStatus } from './statement.js';
import type { Act, Course, Person, Visit } from './story.js';

/** In whose chart something is written, and under which visit number. */
export interface Chart {
  readonly person: Person;
  readonly visitNumber: string;
}

/** A visit, and where it was written. */
export interface Told {
  readonly course: Course;
  readonly visit: Visit;
  readonly own: Chart;
  /** Where it was written first, by mistake. */
  readonly wrong: Chart | undefined;
}

export type ToldAct = Told & { readonly act: Act };

/** Steps of one source's telling of one thing: each later than the one before. */
export interface Step {
  readonly chart: Chart;
  readonly at: Moment;
  readonly status?: ReportStatus;
  readonly report: (chart: Chart) => object;
}

export const nothing = () => ({});

/** First in the wrong chart, then taken out of there and written where it belongs. */
export function inCharts(
  { visit, own, wrong }: Told,
  first: Moment,
  steps: readonly Omit<Step, 'chart'>[],
): readonly Step[] {
  const ofOwn = steps.map((step) => ({ ...step, chart: own }));
  const written = visit.isWithdrawn
    ? [...ofOwn, { chart: own, at: later(first, 2, 0), status: 'void' as const, report: nothing }]
    : ofOwn;
  const [firstStep] = steps;
  if (wrong === undefined || firstStep === undefined) return written;
  return [
    { ...firstStep, chart: wrong },
    { chart: wrong, at: later(first, 1, 0), status: 'void', report: nothing },
    ...written.map((step) => ({ ...step, at: later(step.at, 1, 5) })),
  ];
}

export function later({ day, minute }: Moment, days: number, minutes: number): Moment {
  return { day: addDays(day, days), minute: minute + minutes };
}

/** When the note of a visit is written. */
export const noted = (visit: Visit): Moment => ({ day: visit.day, minute: (visit.clock?.end ?? 17 * 60) + 30 });
