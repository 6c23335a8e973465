import type { Site } from '@ilium/site';
import type { Element } from '../reading/element.js';
import type { Hl7Message, Segment } from '../reading/message.js';
import { identifierOf, numberedByCx } from '../values/identifiers.js';
import { cutTo, shortened } from '../values/shortened.js';
import { said, type Mapping, type Said } from './mapping.js';
import { matches } from './patterns.js';

/** PID, PD1 and PV1 → patient.reported. */

const birthDayLength = '2026-03-12'.length;
const longestSex = 20;
const longestFlag = 50;
const longestFamily = 100;

/** HL7 table 0136. */
const yesNo: ReadonlyMap<string, boolean> = new Map([
  ['Y', true],
  ['N', false],
]);

/** What ADT says of the person. */
export function mapPatient(mapping: Mapping): void {
  const { message, patient } = mapping.subject;
  const segment = message.first('PID');
  if (segment === undefined) return;
  const head = { identifier: patient, eventTime: mapping.eventTime([message.first('EVN'), 2]) };
  const report = {
    birthDate: birthDateOf(mapping, segment),
    sex: said(segment.field(8), ({ text }) => shortened(text, longestSex)),
    family: familyOf(segment.field(5)),
    deceased: deceasedOf(mapping, segment),
  };
  // A part that says nothing is no report.
  const isSaid = Object.values(report).some((value) => value !== undefined);
  if (isSaid || mapping.subject.sender.records === 'whole') mapping.report('patient', segment, head, report);
}

function birthDateOf(mapping: Mapping, segment: Segment): Said<string> {
  const moment = mapping.moment(segment, 7);
  if (typeof moment !== 'string') return moment;
  const day = moment.slice(0, birthDayLength);
  if (day.length === birthDayLength) return day;
  mapping.note('unreadable-field', segment.path(7));
  return undefined;
}

/**
 * The family name of the legal name (XPN-7 is L in HL7 table 0200), else of the name that comes first. A name that is not
 * known is `~^^^^^^U`, as PID-5 must not be empty: it says nothing. Nor does one that is too long: cut, it would be another name.
 */
function familyOf(names: Element): Said<string> {
  if (names.isNull) return null;
  const { repetitions } = names;
  const name = repetitions.find((one) => one.component(7).text.toUpperCase() === 'L') ?? repetitions[0];
  return name && said(name.component(1), ({ text }) => (text.length > longestFamily ? undefined : text || undefined));
}

function deceasedOf(mapping: Mapping, segment: Segment): Said<string | boolean> {
  const moment = mapping.moment(segment, 29);
  if (typeof moment === 'string') return moment;
  const word = said(segment.field(30), ({ text }) => yesNo.get(text.toUpperCase()));
  return word === undefined ? moment : word;
}

/** Flags of a person: what hides it holds whatever message says it, so every type reports them. */
export function mapFlags(mapping: Mapping): void {
  const { message, site } = mapping.subject;
  const [person, visit, details] = ['PID', 'PV1', 'PD1'].map((name) => message.first(name));
  if (details !== undefined) reportFlag(mapping, details, 'PD1-12', protection(details.field(12)));
  if (visit !== undefined)
    reportFlag(
      mapping,
      visit,
      'PV1-16',
      said(visit.field(16), ({ text }) => text || undefined),
    );
  if (person !== undefined && isTestPatient(message, site)) reportFlag(mapping, person, 'test', 'test');
}

/** Whether a message says something of a person's privacy. */
export function saysFlags(message: Hl7Message, site: Site): boolean {
  return (
    protection(message.field('PD1', 12)) !== undefined ||
    !message.field('PV1', 16).isEmpty ||
    isTestPatient(message, site)
  );
}

/** PD1-12: `Y` protects; `N` and null say that nothing does. Another word is a flag as written: it hides until it is listed. */
function protection(field: Element): Said<string> {
  if (field.isNull) return null;
  const known = protections.get(field.text.toUpperCase());
  return known === undefined ? field.text || undefined : known;
}

const protections: ReadonlyMap<string, string | null> = new Map([
  ['Y', 'opt-out'],
  ['N', null],
]);

/**
 * A fact of its own for each place, so that one flag never erases another; in the sender's feed of patients whatever type
 * says it, so that its newest word holds.
 */
function reportFlag(mapping: Mapping, segment: Segment, place: string, flag: Said<string>): void {
  if (flag === undefined) return;
  const { message, patient, patientFeed } = mapping.subject;
  const identifier = { system: patient.system, value: `${patient.value}|${place}` };
  const eventTime = mapping.eventTime([message.first('EVN'), 2]);
  const flags = flag === null ? null : [cutTo(flag, longestFlag)];
  mapping.report('patient', segment, { identifier, eventTime, isPart: true, feed: patientFeed }, { flags });
}

function isTestPatient(message: Hl7Message, site: Site): boolean {
  const { identifiers, names } = site.incoming.testPatients;
  if (identifiers.length + names.length === 0) return false;
  const numbers = message.field('PID', 3).repetitions.map(numberedByCx);
  const written = numbers.flatMap((number) => [number.value, identifierOf(number, 'patient', site)?.value ?? '']);
  const families = message.field('PID', 5).repetitions.map(({ text }) => text);
  return written.some((value) => matches(value, identifiers)) || families.some((name) => matches(name, names));
}
