import type { Anchor, Code, Identifier, ReportStatus } from '@ilium/contracts';
import type { Hl7Path, ProcedureFields } from '@ilium/site';
import type { Element } from '../reading/element.js';
import type { Hl7Message, Segment } from '../reading/message.js';
import { codeOf, codesOf, firstCode, shortened, textBeside } from '../values/codes.js';
import { numberedByEi, numberedByXcn } from '../values/identifiers.js';
import { numberOf } from '../values/numbers.js';
import { isAfter, minutesLater } from '../values/times.js';
import { Anchors } from './anchors.js';
import { following, preceding } from './groups.js';
import { said, saidCodes, someOf, type Mapping, type Said } from './mapping.js';

/** PR1 → procedure.reported; the list of them → snapshot.reported. */

const longestText = 2_000;
const longestLocation = 200;

const statuses: Readonly<Record<string, ReportStatus>> = { D: 'void', U: 'corrected' };

/** What begins the next group. */
export const groupStarts = ['PR1', 'FT1'];

/** Messages that carry the whole list of procedures of a visit, where their sender sends lists. */
const listing = ['ADT^A01', 'ADT^A03', 'ADT^A04', 'ADT^A05', 'ADT^A08', 'BAR^P01'];

export function mapProcedures(mapping: Mapping): void {
  const { message, visit, account, type } = mapping.subject;
  const anchors = new Anchors(visit, account);
  const members = message.all('PR1').map((segment) => mapProcedure(mapping, segment, anchors));
  if (mapping.subject.sender.lists === 'snapshot' && listing.includes(`${type.code}^${type.trigger}`)) {
    mapList(mapping, members);
  }
}

/** How a list names a procedure. */
type Member = { readonly is: 'listed'; readonly as: Identifier | Anchor } | { readonly is: 'gone' | 'unusable' };

function mapProcedure(mapping: Mapping, segment: Segment, anchors: Anchors): Member {
  const { message } = mapping.subject;
  const charge = preceding(message, segment, 'FT1');
  const performed = mapping.moment(segment, 5);
  const place = anchors.next(performed ?? (charge && mapping.moment(charge, 4, charge.field(4).component(1))));
  const identifier = mapping.identifier(numberedByEi(segment.field(19)), 'procedure');
  const as = identifier ?? place;
  const action = segment.field(20).text.toUpperCase();
  if (action === 'X') return as === undefined ? { is: 'unusable' } : { is: 'listed', as };
  const head = {
    identifier,
    anchor: identifier === undefined ? place : undefined,
    eventTime: mapping.eventTime([message.first('EVN'), 2]),
    status: statuses[action],
  };
  const isReported = mapping.report('procedure', segment, head, {
    ...procedureReport(mapping, segment, performed),
    orders: charge && mapping.identifiers([charge.field(23)], 'order'),
    procedureIdentifier: identifier,
  });
  if (head.status === 'void') return { is: 'gone' };
  return isReported && as !== undefined ? { is: 'listed', as } : { is: 'unusable' };
}

function procedureReport(mapping: Mapping, segment: Segment, performed: Said<string>) {
  const { message, site } = mapping.subject;
  const [code, description] = [segment.field(3), segment.field(4)];
  return {
    codes: saidCodes(code),
    text: description.isEmpty
      ? shortened(textBeside(code) ?? '', longestText)
      : said(description, ({ whole }) => shortened(whole, longestText)),
    status: statusOf(mapping, performed),
    modifiers: saidModifiers(segment.field(16)),
    performed,
    performedEnd: endOf(mapping, segment, performed),
    diagnoses: saidDiagnoses(mapping, segment.field(15)),
    performer: performerOf(mapping, segment),
    location: said(segment.field(23), ({ text }) => shortened(text, longestLocation)),
    purpose: said(segment.field(6), ({ text }) => (text === '' ? undefined : codeOf(text, '', 'HL70230'))),
    ...configuredFields(message, segment, site.incoming.procedureFields),
  };
}

/** HL7 v2 has no status of a procedure. */
function statusOf({ subject }: Mapping, performed: Said<string>): string {
  if (typeof performed !== 'string') return 'unknown';
  const isPlanned = isAfter(performed, subject.sentAt, subject.site.rules.timeZone);
  return isPlanned ? 'preparation' : subject.sender.performed;
}

export function saidModifiers(field: Element): Said<string[]> {
  return said(field, ({ repetitions }) =>
    someOf(repetitions.map(({ text }) => text).filter((modifier) => modifier !== '')),
  );
}

/** PR1-7 counts minutes. */
function endOf(mapping: Mapping, segment: Segment, performed: Said<string>): string | undefined {
  const { text } = segment.field(7);
  if (text === '' || typeof performed !== 'string') return undefined;
  const minutes = numberOf(text);
  if (minutes !== undefined && minutes >= 0) return minutesLater(performed, minutes);
  mapping.note('unreadable-field', segment.path(7));
  return undefined;
}

function saidDiagnoses(mapping: Mapping, own: Element): Said<Code[]> {
  const diagnoses = saidCodes(own);
  if (diagnoses !== undefined) return diagnoses;
  return someOf(mapping.subject.message.all('DG1').flatMap((segment) => codesOf(segment.field(3))));
}

function performerOf(mapping: Mapping, segment: Segment): Identifier | undefined {
  const [practitioner, surgeon] = [12, 11].map((field) =>
    mapping.identifier(numberedByXcn(segment.field(field)), 'practitioner'),
  );
  return practitioner ?? surgeon;
}

function configuredFields(message: Hl7Message, segment: Segment, fields: ProcedureFields): object {
  const { bodySite, ...single } = fields;
  return {
    ...Object.fromEntries(
      Object.entries(single).map(([name, path]) => [name, path && saidAt(message, segment, path, firstCode)]),
    ),
    bodySite: bodySite && saidAt(message, segment, bodySite, (field) => someOf(codesOf(field))),
  };
}

/** A place of the site file: in the PR1, else in its group, else in the message; there a Z-segment may be another's. */
function saidAt<Value>(
  message: Hl7Message,
  segment: Segment,
  { segment: name, field, component, subcomponent }: Hl7Path,
  read: (element: Element) => Value | undefined,
): Said<Value> {
  const group = [segment, ...following(message, segment, groupStarts)];
  const elsewhere = name.startsWith('Z') || name === 'PR1' ? undefined : message.first(name);
  const found = group.find((one) => one.name === name) ?? elsewhere;
  if (found === undefined) return undefined;
  const whole = found.field(field);
  if (component === undefined) return said(whole, read);
  const part = whole.component(component);
  return said(subcomponent === undefined ? part : part.subcomponent(subcomponent), read);
}

function mapList(mapping: Mapping, members: readonly Member[]): void {
  const { message, feed, patient, visit, account } = mapping.subject;
  const scope = visit === undefined ? account && { account } : { visit };
  if (scope === undefined || members.some(({ is }) => is === 'unusable')) return;
  const eventTime = mapping.eventTime([message.first('EVN'), 2]);
  const data = {
    feed,
    patient,
    kind: 'procedure',
    ...scope,
    members: members.flatMap((member) => (member.is === 'listed' ? [member.as] : [])),
    version: mapping.version(eventTime),
  };
  mapping.event('ilium.snapshot.reported.v1', patient, data, 'PR1', eventTime);
}
