import { forType, type Rules } from '../../rules.js';
import { isIntervention } from '../scores/attribution.js';
import { addDays, type Day } from '../reports/moments.js';
import type { Session } from '../sessions/sessions.js';

/** Both ends belong to it. */
export interface DaySpan {
  readonly from: Day;
  readonly to: Day;
}

/** What scores of some days can change, and what it rests on. */
export interface Touched {
  /** Sessions by their key. */
  readonly sessions: ReadonlySet<string>;
  readonly areBlocksTouched: boolean;
  /** Every score that any of it rests on is of one of these days. In order, no day twice. */
  readonly spans: readonly DaySpan[];
}

/** Later than any day that is written. */
const noEnd: Day = '9999-12-31';

/**
 * What scores of these days can change, or could when they were still of these days. Rather too much than too little: a
 * session's own scores, whomever they name, lie between it and the next intervention (clinical rule 13), its baselines in
 * the days before (rule 14), and those that a block is judged by on its day (rule 17). Blocks confirm each other, so all
 * of them are touched with one.
 */
export function touchedBy(days: readonly Day[], sessions: readonly Session[], rules: Rules): Touched {
  const isIn = ({ from, to }: DaySpan) => days.some((day) => from <= day && day <= to);
  const episodes = episodeSpans(sessions, rules).filter(isIn);
  const blockDays = sessions
    .filter(({ isDiagnostic }) => isDiagnostic)
    .flatMap(({ start }) => (start?.day === undefined ? [] : [{ from: start.day, to: start.day }]));
  const areBlocksTouched = blockDays.some(isIn);
  return {
    sessions: new Set(episodes.map(({ key }) => key)),
    areBlocksTouched,
    spans: merged([...episodes, ...(areBlocksTouched ? blockDays : [])]),
  };
}

/** Each day once. */
function merged(spans: readonly DaySpan[]): readonly DaySpan[] {
  const apart: DaySpan[] = [];
  for (const { from, to } of spans.toSorted((a, b) => (a.from < b.from ? -1 : 1))) {
    const last = apart.at(-1);
    if (last === undefined || last.to < from) apart.push({ from, to });
    else if (last.to < to) apart[apart.length - 1] = { from: last.from, to };
  }
  return apart;
}

function episodeSpans(sessions: readonly Session[], rules: Rules): readonly (DaySpan & { readonly key: string })[] {
  const dated = sessions.flatMap((session) => {
    const day = session.start?.day;
    return day === undefined || !isIntervention(session) ? [] : [{ session, day }];
  });
  return dated.map(({ session: { key, type }, day }, index) => ({
    key,
    from: addDays(day, -forType(rules.baselineDays, type)),
    to: dated[index + 1]?.day ?? noEnd,
  }));
}
