import { askedMeasures } from './believable/scores.js';
import type { Day } from './calendar.js';
import { courseOf, type FeedProfile } from './feed-profile.js';
import { lastDay } from './last-day.js';
import { tellCourse } from './tell-course.js';
import type { FigureKind } from './true-figures.js';
import { outcomeKinds, truthOf, type Truth } from './truth.js';

/** What a feed implies once all of it is accounted for. */
export interface Expected extends Truth {
  readonly courses: number;
  readonly events: number;
  readonly skipped: number;
  readonly parked: number;
}

/** The counts of a whole feed, from its stories; the messages are only counted, never read. */
export function expectedCounts(options: {
  readonly seed: number;
  readonly courses: number;
  /** `varied` where nothing is said. */
  readonly profile?: FeedProfile;
  readonly asOf?: Day;
  /** The derived figures that the site wants in its chart; without them, those of the hospital's own site file. */
  readonly figures?: readonly FigureKind[];
}): Expected {
  const { seed, courses, profile = 'varied', asOf = lastDay, figures } = options;
  // The site of the believable feed asks for more.
  const asks = profile === 'believable' ? askedMeasures : undefined;
  const expected = { courses, events: 0, skipped: 0, parked: 0, ...nothing };
  for (let index = 0; index < courses; index += 1) {
    const course = courseOf(profile, seed, index);
    const messages = tellCourse(course, seed);
    expected.events += messages.length;
    expected.skipped += messages.filter(({ isRepeat }) => isRepeat).length;
    Object.assign(expected, added(expected, truthOf(course, asOf, figures, asks)));
  }
  return expected;
}

const none = Object.fromEntries(outcomeKinds.map((kind) => [kind, 0])) as Truth['outcomesByKind'];
const nothing: Truth = {
  patients: 0,
  procedures: 0,
  observations: 0,
  medicationAdministrations: 0,
  outcomes: 0,
  outcomesByKind: none,
};

function added(a: Truth, b: Truth): Truth {
  const kinds = outcomeKinds.map((kind) => [kind, a.outcomesByKind[kind] + b.outcomesByKind[kind]]);
  return {
    patients: a.patients + b.patients,
    procedures: a.procedures + b.procedures,
    observations: a.observations + b.observations,
    medicationAdministrations: a.medicationAdministrations + b.medicationAdministrations,
    outcomes: a.outcomes + b.outcomes,
    outcomesByKind: Object.fromEntries(kinds) as Truth['outcomesByKind'],
  };
}
