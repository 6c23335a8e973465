import type { Identifier } from '@ilium/contracts';
import type { Segment } from '../reading/message.js';
import { numberedByCx } from '../values/identifiers.js';
import { following } from './groups.js';
import type { Mapping } from './mapping.js';
import { patientIn, priorPatientIn, priorPatientsIn } from './patients.js';

/** ADT that says who is who: patient.linked, patient.unlinked, visit.moved. */

type Moved = 'visit' | 'account';

/** PID with the MRG behind it: the one person's number was also the other. A30, A34 and A36 are those before 2.3.1. */
const merges = ['A18', 'A30', 'A34', 'A36', 'A40', 'A43', 'A47'];
/** Two PID: the first is the survivor. */
const pairs: Readonly<Record<string, 'linked' | 'unlinked'>> = { A24: 'linked', A37: 'unlinked' };
/** What moves from MRG-1 to PID-3; of one patient, two become one. */
const moves: Readonly<Record<string, Moved>> = { A41: 'account', A42: 'visit', A44: 'account', A45: 'visit' };
const inOnePatient = ['A41', 'A42'];

/** What changes other numbers than the patient's, or does not say which: a person has to look. */
const unread = ['A35', 'A39', 'A46', 'A48', 'A49', 'A50', 'A51'];

export const linkTriggers = [...merges, ...Object.keys(pairs), ...Object.keys(moves), ...unread];

export function mapLinks(mapping: Mapping): void {
  const { type, message } = mapping.subject;
  const pair = pairs[type.trigger];
  const moved = moves[type.trigger];
  const persons = message.all('PID');
  if (unread.includes(type.trigger)) {
    mapping.note('unusable-segment', (message.first('MRG') ?? message.first('PID'))?.path() ?? 'MRG');
    return;
  }
  if (pair !== undefined) mapPair(mapping, pair, persons);
  else if (moved === undefined) for (const person of persons) mapMerges(mapping, person);
  else for (const person of persons) mapMoves(mapping, person, moved);
}

function mapPair(mapping: Mapping, is: 'linked' | 'unlinked', [first, second]: readonly Segment[]): void {
  const { site } = mapping.subject;
  if (first === undefined || second === undefined) {
    mapping.note('unusable-segment', 'PID[2]');
    return;
  }
  link(mapping, is, patientIn(first, site), patientIn(second, site), second);
}

function priorsBehind(mapping: Mapping, person: Segment): readonly Segment[] {
  const priors = following(mapping.subject.message, person, ['PID']).filter(({ name }) => name === 'MRG');
  if (priors.length === 0) mapping.note('unusable-segment', person.path());
  return priors;
}

function mapMerges(mapping: Mapping, person: Segment): void {
  const { site } = mapping.subject;
  for (const prior of priorsBehind(mapping, person)) {
    const [survivor, merged] = [patientIn(person, site), priorPatientsIn(prior, site)];
    if (merged.length === 0) mapping.note('no-patient', prior.path());
    for (const one of merged) link(mapping, 'linked', survivor, one, prior);
  }
}

function link(
  mapping: Mapping,
  is: 'linked' | 'unlinked',
  survivor: Identifier | undefined,
  merged: Identifier | undefined,
  segment: Segment,
): void {
  if (survivor === undefined || merged === undefined) {
    mapping.note('no-patient', segment.path());
    return;
  }
  if (isSame(survivor, merged)) return;
  const { feed, message } = mapping.subject;
  const eventTime = mapping.eventTime([message.first('EVN'), 2]);
  const data = { feed, survivor, merged, version: mapping.version(eventTime) };
  mapping.event(`ilium.patient.${is}.v1`, survivor, data, segment.path(), eventTime);
}

function mapMoves(mapping: Mapping, person: Segment, moved: Moved): void {
  for (const prior of priorsBehind(mapping, person)) mapMove(mapping, person, prior, moved);
}

function mapMove(mapping: Mapping, person: Segment, prior: Segment, moved: Moved): void {
  const { site, feed, message, type } = mapping.subject;
  const [to, from] = [patientIn(person, site), priorPatientIn(prior, site)];
  if (to === undefined || from === undefined) {
    mapping.note('no-patient', prior.path());
    return;
  }
  if (isSame(from, to)) {
    if (inOnePatient.includes(type.trigger)) mapping.note('visits-merged', prior.path());
    return;
  }
  const what = movedNumber(mapping, person, prior, moved);
  if (what === undefined) {
    mapping.note('unusable-segment', prior.path(moved === 'visit' ? 5 : 3));
    return;
  }
  const eventTime = mapping.eventTime([message.first('EVN'), 2]);
  const data = { feed, from, to, [moved]: what, version: mapping.version(eventTime) };
  mapping.event('ilium.visit.moved.v1', to, data, prior.path(), eventTime);
}

/** The number under which it was reported so far: that of MRG. */
function movedNumber(mapping: Mapping, person: Segment, prior: Segment, moved: Moved): Identifier | undefined {
  const { message } = mapping.subject;
  if (moved === 'account') {
    return (
      mapping.identifier(numberedByCx(prior.field(3)), moved) ??
      mapping.identifier(numberedByCx(person.field(18)), moved)
    );
  }
  const visit = following(message, prior, ['PID', 'MRG']).find(({ name }) => name === 'PV1');
  const own = mapping.identifier(numberedByCx(prior.field(5)), moved);
  return own ?? (visit && mapping.identifier(numberedByCx(visit.field(19)), moved));
}

function isSame(a: Identifier, b: Identifier): boolean {
  return a.system === b.system && a.value === b.value;
}
