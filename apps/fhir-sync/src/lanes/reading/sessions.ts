import { numberOf } from './elements.js';
import { dayOf } from './hospital-time.js';
import {
  isLive,
  performedOf,
  type Administration,
  type Known,
  type KnownRecord,
  type Observation,
  type Procedure,
} from './records.js';

type KnownProcedure = Known<Procedure>;

/** One patient's visit to the procedure room on one day, with what belongs to it. */
export interface Session {
  /** By their ids. */
  readonly procedures: readonly [KnownProcedure, ...KnownProcedure[]];
  /** What was done in the course of one of them: guidance, for example. */
  readonly steps: readonly KnownProcedure[];
  readonly administrations: readonly Known<Administration>[];
  readonly observations: readonly Known<Observation>[];
}

/** The sessions of a patient's live records. */
export function sessionsOf(records: readonly KnownRecord[], timeZone: string): readonly Session[] {
  const live = records.filter(isLive).toSorted(byKey);
  const procedures = live.filter(isProcedure);
  return groupByVisit(
    procedures.filter(({ resource }) => partsOf(resource).length === 0),
    timeZone,
  ).map((members) => {
    const keys = new Set(members.map(({ key }) => key));
    const isOfIt = ({ resource }: KnownRecord) => partsOf(resource).some((key) => keys.has(key));
    return {
      procedures: members,
      steps: procedures.filter(isOfIt),
      administrations: live.filter(isAdministration).filter(isOfIt),
      observations: live.filter(isObservation).filter(isOfIt),
    };
  });
}

interface Group {
  readonly visit: string | undefined;
  readonly day: string | undefined;
  readonly members: [KnownProcedure, ...KnownProcedure[]];
}

/**
 * Clinical rule 7: by visit number and day, since one number may stand for a series of several days. What has a visit and no
 * day joins the one session of its visit; what has no visit joins the session of its day.
 */
function groupByVisit(procedures: readonly KnownProcedure[], timeZone: string): readonly Group['members'][] {
  const placed = procedures.map((procedure) => ({ procedure, ...placeOf(procedure, timeZone) }));
  const groups: Group[] = [];
  for (const { procedure, visit, day } of placed.toSorted(bestKnownFirst)) {
    const group = groupFor(visit, day, groups);
    if (group === undefined) groups.push({ visit, day, members: [procedure] });
    else group.members.push(procedure);
  }
  return groups.map(({ members }) => members);
}

function placeOf({ resource }: KnownProcedure, timeZone: string) {
  const visit = numberOf(resource.encounter);
  const performed = performedOf(resource);
  return {
    visit: visit === undefined ? undefined : JSON.stringify([visit.system, visit.value]),
    day: performed === undefined ? undefined : dayOf(performed, timeZone),
  };
}

type Placed = Pick<Group, 'visit' | 'day'>;

/** Keeps their order otherwise. */
function bestKnownFirst(a: Placed, b: Placed): number {
  return (
    Number(a.visit === undefined) - Number(b.visit === undefined) ||
    Number(a.day === undefined) - Number(b.day === undefined)
  );
}

function groupFor(visit: string | undefined, day: string | undefined, groups: readonly Group[]): Group | undefined {
  if (visit === undefined) return groups.find((group) => day !== undefined && group.day === day);
  const ofVisit = groups.filter((group) => group.visit === visit);
  if (day !== undefined) return ofVisit.find((group) => group.day === day);
  return ofVisit.length > 1 ? ofVisit.find((group) => group.day === undefined) : ofVisit[0];
}

function partsOf({ partOf = [] }: KnownRecord['resource']): readonly string[] {
  return partOf.map(({ reference }) => reference).filter((key) => key !== undefined);
}

function byKey(a: KnownRecord, b: KnownRecord): number {
  return a.key < b.key ? -1 : 1;
}

function isProcedure(record: KnownRecord): record is KnownProcedure {
  return record.resource.resourceType === 'Procedure';
}

function isAdministration(record: KnownRecord): record is Known<Administration> {
  return record.resource.resourceType === 'MedicationAdministration';
}

function isObservation(record: KnownRecord): record is Known<Observation> {
  return record.resource.resourceType === 'Observation';
}
