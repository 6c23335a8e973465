import type { ComplicationCategory } from '@ilium/contracts';
import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import { complicationOf, isContradictory } from '../../terminology/complications.js';
import { standardCode } from '../../terminology/site-codes.js';
import { codeNames } from '../reports/code-names.js';
import type { Joint } from '../procedures/joints.js';
import type { LiveReport } from '../reports/live-reports.js';
import { daysBetween, momentOf, type Day, type Moment } from '../reports/moments.js';
import { isInRates, wasBegun } from '../sessions/session-outcomes.js';
import type { Session } from '../sessions/sessions.js';
import { isPlausible, timeWork, type Lifetime } from '../reports/plausible-times.js';
import { bestSourceFirst } from '../reports/source-rank.js';
import { tiedJoints } from '../reports/ties.js';
import { waitingFor, workItem, type WorkItem } from '../work.js';

/** One complication, as one or several feeds tell it. */
export interface Complication {
  /** The FHIR id of its Observation. */
  readonly id: string;
  /** Reports of it, the best source first. */
  readonly sources: readonly [Source, ...Source[]];
  /** Ids that it would have if another source were the best. */
  readonly otherIds: readonly string[];
  readonly category: ComplicationCategory;
  readonly onset: Moment | undefined;
  /** The session that it belongs to; without one it stands in the chart only. */
  readonly session: Session | undefined;
  /** Calendar days after the session; 0 on its own day. Null where the onset is not known to the day. */
  readonly daysAfter: number | null;
  /** Whether figures may count it: a table knows its kind, and nothing in it contradicts itself. */
  readonly isCounted: boolean;
}

/** A complication that counts, for the analytics side. One of a session that never happened, or has no day, does not. */
export interface ComplicationOutcome {
  readonly kind: 'complication';
  readonly key: string;
  readonly session: Session;
  readonly category: ComplicationCategory;
  readonly daysAfter: number | null;
}

type Source = LiveReport<'complication'>;

/** What is read out of one report. */
interface Reading {
  readonly source: Source;
  readonly category: ComplicationCategory;
  readonly onset: Moment | undefined;
  readonly place: Place;
  readonly isCounted: boolean;
}

/** The session that a report belongs to, or why it belongs to none. */
type Place =
  | { readonly session: Session; readonly daysAfter: number | null }
  | {
      readonly session?: undefined;
      readonly lack: 'no-session' | 'no-onset' | 'before-session' | 'too-late' | 'implausible';
    };

/**
 * Clinical rule 10: what happens within `complicationDays` of a session that was done, or begun and stopped, belongs to
 * it. What belongs to no session is work, and so is what no table knows: a sentence may also say that there was nothing, so
 * that it stands in the chart and is counted nowhere. What a source says did not happen is nothing.
 */
export function complicationsOf(
  reports: readonly Source[],
  sessions: readonly Session[],
  life: Lifetime,
  rules: Rules,
  ids: Ids,
): { readonly complications: readonly Complication[]; readonly work: readonly WorkItem[] } {
  const work: WorkItem[] = [];
  const readings: Reading[] = [];
  for (const source of bestSourceFirst(reports, rules)) {
    const reading = read(source, sessions, life, rules);
    if (reading.category === 'none') continue;
    readings.push({ ...reading, category: reading.category ?? 'other' });
    work.push(...workOf(source, reading, life, rules, ids));
  }
  return { complications: unified(readings).map((same) => toComplication(same, ids)), work };
}

function workOf(
  source: Source,
  { category, place, isDenied }: ReturnType<typeof read>,
  life: Lifetime,
  rules: Rules,
  ids: Ids,
): readonly WorkItem[] {
  const { onset } = source.report;
  const conflicts = new Set([...source.contradicted, ...(isDenied ? ['text'] : [])]);
  const isLost = place.session === undefined && place.lack !== 'implausible';
  return [
    ...[...conflicts].map((field) => workItem('conflict', [source.key], field, ids)),
    ...(category === undefined ? [aboutUnmapped(source, ids)] : []),
    ...(onset ? timeWork(source, 'onset', onset, life, rules, ids) : []),
    ...(isLost ? [workItem('complication-without-session', [source.key], place.lack, ids)] : []),
  ];
}

/**
 * Those that the topic carries, completed sessions' and stopped ones' alike: their rates stand beside the benefit. Not
 * those of a disputed session, which is in no statistics (clinical rule 9), nor of one without a day.
 */
export function complicationOutcomes(complications: readonly Complication[], ids: Ids): readonly ComplicationOutcome[] {
  return complications.flatMap(({ sources: [best], session, category, daysAfter, isCounted }) => {
    if (!isCounted || session === undefined || !isInRates(session)) return [];
    const key = ids.identify(['outcome', 'complication', best.key]);
    return [{ kind: 'complication', key, session, category, daysAfter }];
  });
}

/** What happened on the day itself to one of these joints' sessions, as reported: what R4 has `Procedure.complication` for. */
export function immediateComplicationsOf(
  joint: Joint,
  complications: readonly Complication[],
): readonly Complication[] {
  return complications.filter(({ session, daysAfter }) => daysAfter === 0 && session?.joints.includes(joint));
}

function read(source: Source, sessions: readonly Session[], life: Lifetime, rules: Rules) {
  const { codes, text, onset } = source.report;
  const standard = (codes ?? []).map((code) => standardCode(code, 'complications', rules));
  const moment = onset ? momentOf(onset, rules.timeZone) : undefined;
  const isPossible = moment === undefined || isPlausible(moment, source.saidAt, life, rules.timeZone);
  const category = complicationOf(standard, text);
  const isDenied = isContradictory(standard, text);
  return {
    source,
    category,
    onset: moment,
    isDenied,
    isCounted: category !== undefined && !isDenied,
    place: isPossible ? placeOf(source, moment, sessions, rules) : ({ lack: 'implausible' } as const),
  };
}

function aboutUnmapped({ key, report: { codes, text } }: Source, ids: Ids): WorkItem {
  const names = !codes?.length && text ? 'text' : codeNames('codes', codes ?? []);
  return workItem('unmapped-code', [key], names, ids, waitingFor('complications', 'codes', codes ?? []));
}

/** By what it names, else the latest session before it. Of several that it names by one number (a stay's) also that. */
function placeOf({ report }: Source, onset: Moment | undefined, sessions: readonly Session[], rules: Rules): Place {
  const tied = new Set(
    tiedJoints(
      report,
      sessions.flatMap(({ joints }) => joints),
    ),
  );
  const named = sessions.filter(({ joints }) => joints.some((joint) => tied.has(joint)));
  const begun = (named.length > 0 ? named : sessions).filter(wasBegun);
  const before = begun.findLast(({ start }) => start?.day !== undefined && isOnOrBefore(start.day, onset));
  const session = before ?? (named.length > 0 ? begun[0] : undefined);
  if (session === undefined) return { lack: onset?.day === undefined ? 'no-onset' : 'no-session' };
  if (session.start?.day === undefined || onset?.day === undefined) return { session, daysAfter: null };
  const daysAfter = daysBetween(session.start.day, onset.day);
  if (daysAfter < 0 || isBeforeNeedle(onset, session.start)) return { lack: 'before-session' };
  return daysAfter > rules.complicationDays ? { lack: 'too-late' } : { session, daysAfter };
}

/** By the clock, where both have one. */
function isBeforeNeedle({ instant: onset }: Moment, { instant: start }: Moment): boolean {
  return onset !== undefined && start !== undefined && onset < start;
}

function isOnOrBefore(day: Day, onset: Moment | undefined): boolean {
  return onset?.day !== undefined && day <= onset.day;
}

type Same = readonly [Reading, ...Reading[]];

/**
 * Clinical rule 1, for complications: what another feed tells of the same session, kind and day is the same complication.
 * One feed tells two things apart itself, and two unspecific ones may be two things.
 */
function unified(readings: readonly Reading[]): readonly Same[] {
  const groups: [Reading, ...Reading[]][] = [];
  for (const reading of readings) {
    const group = groups.find((members) => members.every((member) => mayBeSame(member, reading)));
    if (group === undefined) groups.push([reading]);
    else group.push(reading);
  }
  return groups;
}

function mayBeSame(a: Reading, b: Reading): boolean {
  const [left, right] = [a.source.feed, b.source.feed];
  const isOfOneFeed =
    left.site === right.site && left.application === right.application && left.family === right.family;
  const [day, otherDay] = [a.onset?.day, b.onset?.day];
  return (
    !isOfOneFeed &&
    a.place.session !== undefined &&
    a.place.session === b.place.session &&
    a.category === b.category &&
    a.category !== 'other' &&
    (day === otherDay || day === undefined || otherDay === undefined)
  );
}

function toComplication(same: Same, ids: Ids): Complication {
  const [best, ...others] = same;
  const dated = same.find(({ onset }) => onset?.day !== undefined) ?? best;
  const idOf = ({ source }: Reading) => ids.identify(['Observation', source.key]);
  return {
    id: idOf(best),
    sources: [best.source, ...others.map(({ source }) => source)],
    otherIds: others.map(idOf),
    category: best.category,
    onset: dated.onset ?? best.onset,
    session: best.place.session,
    daysAfter: dated.place.session === undefined ? null : dated.place.daysAfter,
    isCounted: same.every(({ isCounted }) => isCounted),
  };
}
