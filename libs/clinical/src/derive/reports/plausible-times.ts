import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import { isUnclearTime } from './clock-changes.js';
import type { LiveReport } from './live-reports.js';
import { dayIn, momentOf, type Day, type Moment } from './moments.js';
import { isOnlyMeant } from '../procedures/joint-start.js';
import type { PatientFacts } from '../person/patient-facts.js';
import type { Administration } from '../sessions/agents.js';
import type { Session } from '../sessions/sessions.js';
import type { Steps } from '../sessions/steps.js';
import { workItem, type WorkItem } from '../work.js';

/** When somebody was born and died, as far as that is known. */
export type Lifetime = Pick<PatientFacts, 'birthDay' | 'deathDay'>;

const hour = 3_600_000;

/**
 * Clinical rule 6: nothing happens to a patient before birth or after death, and nobody reports what is still to come; an
 * hour is left for clocks that differ. As far as both times are precise.
 */
export function isPlausible(
  moment: Moment,
  saidAt: number,
  { birthDay, deathDay }: Lifetime,
  timeZone: string,
): boolean {
  if (birthDay !== undefined && isEarlier(moment, birthDay)) return false;
  if (deathDay !== undefined && isLater(moment, deathDay)) return false;
  if (saidAt === 0) return true;
  const latest = saidAt + hour;
  return moment.instant === undefined ? !isLater(moment, dayIn(latest, timeZone)) : moment.instant <= latest;
}

function isEarlier({ day, text }: Moment, other: Day): boolean {
  return day === undefined ? text < other.slice(0, text.length) : day < other;
}

function isLater({ day, text }: Moment, other: Day): boolean {
  return day === undefined ? text > other.slice(0, text.length) : day > other;
}

/** What a person should look at in a time that a source said: it can't be, or the clock was changed. */
export function timeWork(
  source: Pick<LiveReport, 'key' | 'saidAt'>,
  field: string,
  text: string,
  life: Lifetime,
  rules: Rules,
  ids: Ids,
): readonly WorkItem[] {
  const moment = momentOf(text, rules.timeZone);
  const isPossible = isPlausible(moment, source.saidAt, life, rules.timeZone);
  return [
    ...(isPossible ? [] : [workItem('implausible-time', [source.key], field, ids)]),
    ...(isUnclearTime(text, rules.timeZone) ? [workItem('dst-time', [source.key], field, ids)] : []),
  ];
}

/** The times of procedures; of what is still to be done, or was called off, no time is too late. */
export function timesOfProcedures(
  procedures: readonly LiveReport<'procedure'>[],
  life: Lifetime,
  rules: Rules,
  ids: Ids,
): readonly WorkItem[] {
  return procedures
    .filter(({ report: { performed, status } }) => performed && !isOnlyMeant(status))
    .flatMap((source) => timeWork(source, 'performed', source.report.performed ?? '', life, rules, ids));
}

/** The times of drugs that were given. */
export function timesOfAdministrations(
  administrations: readonly Administration[],
  life: Lifetime,
  rules: Rules,
  ids: Ids,
): readonly WorkItem[] {
  return administrations
    .filter(({ report: { start, status } }) => start && !isOnlyMeant(status))
    .flatMap((source) => timeWork(source, 'start', source.report.start ?? '', life, rules, ids));
}

/** Drugs as sessions may count them: what can't have been given then was given in none. */
export function withPlausibleDrugs(steps: Steps, life: Lifetime, rules: Rules): Steps {
  const administrations = steps.administrations.filter(({ saidAt, report: { start } }) => {
    return !start || isPlausible(momentOf(start, rules.timeZone), saidAt, life, rules.timeZone);
  });
  return { ...steps, administrations };
}

/** Sessions as outcomes may count them: one whose start can't be has none, so that it opens nothing and ends nothing. */
export function withPlausibleStarts(sessions: readonly Session[], life: Lifetime, rules: Rules): readonly Session[] {
  return sessions.map((session) =>
    hasPlausibleStart(session, life, rules) ? session : { ...session, start: undefined },
  );
}

/**
 * Of several reports of one start, the latest word counts: what was foreseen and done as foreseen is told again. What is
 * only foreseen may be of a day to come.
 */
function hasPlausibleStart({ start, done }: Session, life: Lifetime, rules: Rules): boolean {
  if (start === undefined) return true;
  const saying = done
    .flatMap(({ reports }) => reports.map(({ source }) => source))
    .filter(({ report }) => report.performed === start.text);
  return (
    saying.length === 0 ||
    saying.some(({ saidAt, report }) => {
      return isPlausible(start, isOnlyMeant(report.status) ? 0 : saidAt, life, rules.timeZone);
    })
  );
}
