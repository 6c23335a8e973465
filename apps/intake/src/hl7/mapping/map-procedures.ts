import { sidesSaid } from '@ilium/clinical';
import type { Anchor, Code, Identifier, ReportStatus } from '@ilium/contracts';
import type { Hl7Path, Sender, Site } from '@ilium/site';
import type { Element } from '../reading/element.js';
import type { Hl7Message, Segment } from '../reading/message.js';
import type { MessageType } from '../reading/message-type.js';
import { codeOf, codesOf, firstCode, textBeside } from '../values/codes.js';
import { shortened } from '../values/shortened.js';
import { numberedByEi, numberedByXcn } from '../values/identifiers.js';
import { numberOf } from '../values/numbers.js';
import { isAfter, minutesLater } from '../values/times.js';
import { Anchors } from './anchors.js';
import { chargeGroupsOf, type ChargeGroups } from './charge-groups.js';
import { following } from './groups.js';
import { distinct, said, saidCodes, someOf, type Mapping, type Said } from './mapping.js';

/** PR1 → procedure.reported; the list of them → snapshot.reported. */

const longestText = 2_000;
const longestLocation = 200;
/** A report takes so many. */
const mostDiagnoses = 50;

const statuses: Readonly<Record<string, ReportStatus>> = { D: 'void', U: 'corrected' };

/** What begins the next group. */
const groupStarts = ['PR1', 'FT1'];

/** Messages that carry the whole list of procedures of a visit, where their sender sends lists. */
const listing = ['ADT^A01', 'ADT^A03', 'ADT^A04', 'ADT^A05', 'ADT^A06', 'ADT^A07', 'ADT^A08', 'BAR^P01'];

export function mapProcedures(mapping: Mapping): void {
  const { message, visit, account } = mapping.subject;
  const groups = chargeGroupsOf(message);
  const all = message.all('PR1');
  const isOpen = (one: Segment) => !groups.isCredited(one);
  // Asked for only where something is taken back.
  const open = all.every(isOpen) ? [] : all.filter(isOpen);
  const charged = new Set(open.flatMap((one) => keyOf(numberIn(mapping, one)) ?? []));
  const common = { anchors: new Anchors(visit, account), diagnoses: diagnosesOf(message), groups, charged };
  const members = all.map((segment) => mapProcedure(mapping, segment, common));
  if (isList(mapping)) mapList(mapping, members);
}

/** Whether a message is the whole list of its visit: then the places in it are names for ever. */
function isList({ subject: { sender, type } }: Mapping): boolean {
  return isListing(sender, type);
}

/** ADT tells a visit as it stands, again and again; other messages may bring its procedures one by one, each the first. */
function isWholeVisit(mapping: Mapping): boolean {
  return mapping.subject.type.code === 'ADT' || isList(mapping);
}

export function isListing({ lists }: Sender, { code, trigger }: MessageType): boolean {
  return lists === 'snapshot' && listing.includes(`${code}^${trigger}`);
}

/** How a list names a procedure. */
type Member = { readonly is: 'listed'; readonly as: Identifier | Anchor } | { readonly is: 'gone' | 'unusable' };

/** What the procedures of a message share. */
interface Common {
  readonly anchors: Anchors;
  /** DG1-3 of the whole message. */
  readonly diagnoses: Code[] | undefined;
  readonly groups: ChargeGroups;
  /** Numbers of procedures that it does not take back. */
  readonly charged: ReadonlySet<string>;
}

function numberIn(mapping: Mapping, segment: Segment): Identifier | undefined {
  return mapping.identifier(numberedByEi(segment.field(19)), 'procedure');
}

function keyOf(number: Identifier | undefined): string | undefined {
  return number && `${number.system} ${number.value}`;
}

function mapProcedure(mapping: Mapping, segment: Segment, common: Common): Member {
  const { message } = mapping.subject;
  const { anchors, diagnoses, groups, charged } = common;
  const charge = groups.chargeOf(segment);
  const performed = performedIn(mapping, segment);
  const place = anchors.next(performed ?? (charge && mapping.moment(charge, 4, charge.field(4).component(1))));
  const identifier = numberIn(mapping, segment);
  const isCredited = groups.isCredited(segment);
  // Taken back and told again in one message: what is told again holds.
  if (isCredited && charged.has(keyOf(identifier) ?? '')) return { is: 'gone' };
  const as = identifier ?? place;
  const action = segment.field(20).text.toUpperCase();
  if (action === 'X') return as === undefined ? { is: 'unusable' } : { is: 'listed', as };
  const head = {
    identifier,
    anchor: identifier === undefined ? place : undefined,
    eventTime: mapping.eventTime([message.first('EVN'), 2]),
    status: isCredited ? ('void' as const) : statuses[action],
  };
  if (identifier === undefined && place !== undefined && !isWholeVisit(mapping))
    mapping.note('untied', segment.path(19));
  const isReported = mapping.report('procedure', segment, head, {
    ...procedureReport(mapping, segment, performed),
    diagnoses: saidCodes(segment.field(15)) ?? (segment.field(15).isNull ? null : diagnoses),
    orders: ordersOf(mapping, segment, charge),
    procedureIdentifier: identifier,
  });
  if (head.status === 'void') return { is: 'gone' };
  return isReported && as !== undefined ? { is: 'listed', as } : { is: 'unusable' };
}

/** No message tells of what was done so many years before or after it: that is a slip, and would be in the wrong place. */
const mostYears = 50;

function performedIn(mapping: Mapping, segment: Segment): Said<string> {
  const performed = mapping.moment(segment, 5);
  if (typeof performed !== 'string') return performed;
  const years = Number(performed.slice(0, 4)) - new Date(mapping.subject.sentAt).getUTCFullYear();
  if (Math.abs(years) <= mostYears) return performed;
  mapping.note('unreadable-field', segment.path(5));
  return undefined;
}

function procedureReport(mapping: Mapping, segment: Segment, performed: Said<string>) {
  const { message, site } = mapping.subject;
  const [code, description] = [segment.field(3), segment.field(4)];
  return {
    codes: saidCodes(code),
    text: description.isEmpty
      ? shortened(textBeside(code) ?? '', longestText)
      : said(description, ({ whole }) => shortened(whole, longestText)),
    status: statusSaid(mapping, segment) ?? statusOf(mapping, performed),
    modifiers: modifiersIn(mapping, segment, 16),
    performed,
    performedEnd: endOf(mapping, segment, performed),
    performer: performerOf(mapping, segment),
    location: said(segment.field(23), ({ text }) => shortened(text, longestLocation)),
    purpose: said(segment.field(6), ({ text }) => (text === '' ? undefined : codeOf(text, '', 'HL70230'))),
    ...configuredFields(message, segment, site),
  };
}

/** FT1-23 of its group, and the place of the site file. */
function ordersOf(mapping: Mapping, segment: Segment, charge: Segment | undefined): Identifier[] | undefined {
  const { message, site } = mapping.subject;
  const path = site.incoming.procedureFields.orders;
  const own = path && saidAt(message, segment, path, (field) => mapping.identifiers([field], 'order'));
  const charged = charge && mapping.identifiers([charge.field(23)], 'order');
  return distinct([...(charged ?? []), ...(own ?? [])]);
}

const statusWords = ['preparation', 'in-progress', 'completed', 'stopped', 'not-done', 'unknown'];

/** In the words of FHIR's event-status, where the site file names a place of it. */
function statusSaid(mapping: Mapping, segment: Segment): string | undefined {
  const { message, site } = mapping.subject;
  const path = site.incoming.procedureFields.status;
  const word = path && saidAt(message, segment, path, ({ text }) => text.toLowerCase());
  if (!path || !word) return undefined;
  if (statusWords.includes(word)) return word;
  mapping.note('unreadable-field', `${segment.path()} ${path.segment}-${path.field}`);
  return undefined;
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

/** Kept as they came; one that begins as a side does, and is none that anybody knows, is work. */
export function modifiersIn(mapping: Mapping, segment: Segment, field: number): Said<string[]> {
  const modifiers = saidModifiers(segment.field(field));
  const { rules } = mapping.subject.site;
  const isUnread = (code: string) =>
    /^[LR]T./i.test(code) && sidesSaid({ laterality: { code } }, rules).sides.length === 0;
  if (modifiers?.some(isUnread)) mapping.note('unreadable-field', segment.path(field));
  return modifiers;
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

function diagnosesOf(message: Hl7Message): Code[] | undefined {
  return someOf(
    message
      .all('DG1')
      .slice(0, mostDiagnoses)
      .flatMap((segment) => codesOf(segment.field(3)))
      .slice(0, mostDiagnoses),
  );
}

function performerOf(mapping: Mapping, segment: Segment): Identifier | undefined {
  const [practitioner, surgeon] = [12, 11].map((field) =>
    mapping.identifier(numberedByXcn(segment.field(field)), 'practitioner'),
  );
  return practitioner ?? surgeon;
}

function configuredFields(message: Hl7Message, segment: Segment, { incoming, rules }: Site): object {
  const { bodySite, laterality, status: _, orders: __, ...single } = incoming.procedureFields;
  return {
    ...Object.fromEntries(
      Object.entries(single).map(([name, path]) => [name, path && saidAt(message, segment, path, firstCode)]),
    ),
    bodySite: bodySite && saidAt(message, segment, bodySite, (field) => someOf(codesOf(field))),
    laterality: laterality && lateralityAt(message, segment, laterality, rules),
  };
}

/** HL7 table 0495. */
const bilateral: Code = { system: 'HL70495', code: 'BIL' };

/** A field that repeats may name both sides one by one. */
function lateralityAt(message: Hl7Message, segment: Segment, path: Hl7Path, rules: Site['rules']): Said<Code> {
  const codes = fieldAt(message, segment, path)?.repetitions.flatMap((one) => firstCode(partOf(one, path)) ?? []) ?? [];
  const sides = new Set(codes.flatMap((laterality) => sidesSaid({ laterality }, rules).sides));
  return codes.length > 1 && sides.size > 1 ? bilateral : saidAt(message, segment, path, firstCode);
}

/** A place of the site file: in the PR1, else in its group, else in the message; there a Z-segment may be another's. */
function fieldAt(message: Hl7Message, segment: Segment, { segment: name, field }: Hl7Path): Element | undefined {
  const group = [segment, ...following(message, segment, groupStarts)];
  const elsewhere = name.startsWith('Z') || name === 'PR1' ? undefined : message.first(name);
  return (group.find((one) => one.name === name) ?? elsewhere)?.field(field);
}

function partOf(whole: Element, { component, subcomponent }: Hl7Path): Element {
  if (component === undefined) return whole;
  const part = whole.component(component);
  return subcomponent === undefined ? part : part.subcomponent(subcomponent);
}

function saidAt<Value>(
  message: Hl7Message,
  segment: Segment,
  path: Hl7Path,
  read: (element: Element) => Value | undefined,
): Said<Value> {
  const whole = fieldAt(message, segment, path);
  return whole && said(partOf(whole, path), read);
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
