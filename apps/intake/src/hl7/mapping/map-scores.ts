import { measureOf, systemUri } from '@ilium/clinical';
import type { Code, ReportStatus } from '@ilium/contracts';
import type { ObservationCode } from '@ilium/site';
import type { Element } from '../reading/element.js';
import type { Segment } from '../reading/message.js';
import { codesOf, firstCode } from '../values/codes.js';
import { numberedByEi } from '../values/identifiers.js';
import { versionNumber } from '../reading/hl7-version.js';
import { composedIdentifier, momentInName, toldApart, type Composed } from './composed-identifier.js';
import { preceding } from './groups.js';
import { distinct, said, saidCodes, someOf, type Identity, type Mapping, type Said } from './mapping.js';
import { readAnswer } from './answers.js';
import { parentsIn } from './parents.js';

/** OBX of ORU → score.reported, or complication.reported or history.reported where the site file says so. */

/** HL7 table 0085. F, and what the table does not know, is final. */
const statuses: Readonly<Record<string, ReportStatus>> = {
  P: 'preliminary',
  S: 'preliminary',
  R: 'preliminary',
  I: 'preliminary',
  C: 'corrected',
  A: 'corrected',
  D: 'void',
  W: 'void',
};

/** Statuses that say why there is no value. */
const missing: Readonly<Record<string, string>> = { X: 'cancelled', N: 'not-asked' };

/** Types of OBX-5 that hold a document, or point at one: no scores. */
const documents = ['ED', 'RP'];

/** OBX-21 is reserved before this version. */
const instanceIdentifiersFrom = 2.6;

export function mapScores(mapping: Mapping): void {
  const seen = new Map<string, number>();
  for (const segment of mapping.subject.message.all('OBX')) mapObservation(mapping, segment, seen);
}

function isRow({ system, code }: ObservationCode, { system: sent, code: sentCode }: Code): boolean {
  return code === sentCode && (system === undefined || systemUri(system) === systemUri(sent));
}

/** An OBX with what stands before it in its group. */
interface Observation {
  readonly segment: Segment;
  readonly order: Segment | undefined;
  readonly common: Segment | undefined;
  readonly code: Code;
  readonly row: ObservationCode | undefined;
  readonly effective: Said<string>;
  /** Neither OBX-14 nor OBR-7 says anything. */
  readonly isTimeless: boolean;
}

function mapObservation(mapping: Mapping, segment: Segment, seen: Map<string, number>): void {
  const { message, site } = mapping.subject;
  const result = segment.field(11).text.toUpperCase();
  const named = codesOf(segment.field(3));
  if (result === 'O') return;
  if (documents.includes(segment.field(2).text.toUpperCase())) {
    mapping.leftOut += 1;
    return;
  }
  const { codes, taken } = site.incoming.observations;
  const row = rowOf(named, codes);
  const isKnown = (one: Code) => measureOf(one, site.rules) !== undefined;
  const code = measureIn(segment.field(3), named, isKnown, codes);
  if (code === undefined) {
    mapping.note('unusable-segment', segment.path(3));
    return;
  }
  if (taken === 'known' && row === undefined && !isKnown(code)) {
    mapping.leftOut += 1;
    return;
  }
  const order = preceding(message, segment, 'OBR');
  const common = order && preceding(message, order, 'ORC', ['OBR']);
  const [timed, field] = segment.field(14).isEmpty && order !== undefined ? [order, 7] : [segment, 14];
  const effective = mapping.moment(timed, field);
  const observation = { segment, order, common, code, row, effective, isTimeless: timed.field(field).isEmpty };
  report(mapping, observation, result, seen);
}

/** Of several codes the one that measures something, else the one that the site has a row for, else the first. */
function measureIn(
  field: Element,
  named: readonly Code[],
  isKnown: (code: Code) => boolean,
  rows: readonly ObservationCode[],
): Code | undefined {
  const hasRow = (code: Code) => rows.some((row) => isRow(row, code));
  return named.find(isKnown) ?? named.find(hasRow) ?? firstCode(field);
}

/** A question may have a code of the site's own beside that of its measure: each adds what its row says. */
function rowOf(named: readonly Code[], rows: readonly ObservationCode[]): ObservationCode | undefined {
  const [first, ...others] = named.flatMap((code) => rows.find((row) => isRow(row, code)) ?? []);
  return first && others.reduce((whole, row) => ({ ...row, ...whole }), first);
}

function report(mapping: Mapping, observation: Observation, result: string, seen: Map<string, number>): void {
  const { segment, order, common, row } = observation;
  const head = {
    ...identityOf(mapping, observation, result, seen),
    eventTime: mapping.eventTime([segment, 19], [order, 22]),
    status: statuses[result],
  };
  const ties = tiesOf(mapping, order, common);
  const kind = row?.kind ?? 'score';
  // No window and no day: it would be in no outcome, and nobody would know. A change may leave out what it does not change.
  const isChange = head.status === 'corrected' || head.status === 'void';
  if (kind === 'score' && observation.isTimeless && !isChange) {
    mapping.note('unusable-segment', segment.path(14));
  }
  mapping.report(kind, segment, head, {
    ...contents[kind](mapping, observation, result),
    ...(kind === 'history' ? {} : ties),
  });
}

const contents = {
  score: scoreOf,
  complication: (mapping: Mapping, { segment, effective }: Observation, result: string) => ({
    ...happened(mapping, segment, result),
    onset: effective,
  }),
  history: (mapping: Mapping, { segment, effective }: Observation, result: string) => ({
    ...happened(mapping, segment, result),
    performed: effective,
  }),
};

/** The answer is the code of what happened; a number is kept in its words. Each says that the other is none. */
function happened(mapping: Mapping, segment: Segment, result: string) {
  if (missing[result] !== undefined) return { codes: null, text: null };
  const said = readAnswer(mapping, segment);
  if (said === undefined) return {};
  return { codes: said.answer && [said.answer], text: said.value === null ? null : String(said.value) };
}

function scoreOf(mapping: Mapping, observation: Observation, result: string) {
  const { segment, code, row, effective } = observation;
  return {
    measure: code,
    ...valueOf(mapping, segment, result),
    unit: said(segment.field(6), ({ text }) => (text === '' ? undefined : text)),
    effective,
    ...placeOf(mapping, segment),
    painLocation: row?.painLocation,
    recall: row?.recall,
    timing: row?.timing,
    valueSet: row?.valueSet,
  };
}

/**
 * Value, answer and the reason for neither are one thing with one meaning: who says one of them says that the others are
 * not. So a score that is cancelled does not keep its number. What says nothing of the value says none of them.
 */
function valueOf(mapping: Mapping, segment: Segment, result: string) {
  const missingReason = missing[result] ?? reasonIn(segment);
  if (missingReason !== undefined) return { value: null, answer: null, missingReason };
  const said = readAnswer(mapping, segment);
  return said && { ...said, missingReason: null };
}

const absentReasons = 'http://terminology.hl7.org/CodeSystem/data-absent-reason';

/** An answer that is a code of FHIR's data-absent-reason says why there is none. */
function reasonIn(segment: Segment): string | undefined {
  return codesOf(segment.field(5)).find(({ system }) => system === absentReasons)?.code;
}

const sideTable = 'HL70495';

/** OBX-20 repeats; a side of HL7 table 0495 among the places is their laterality. A score is of one side, or of none. */
function placeOf(mapping: Mapping, segment: Segment) {
  const places = saidCodes(segment.field(20));
  if (!places) return { bodySite: places };
  const isSide = ({ system }: Code) => system === sideTable;
  const [side, ...others] = places.filter(isSide);
  const isOne = others.every(({ code }) => code === side?.code);
  if (!isOne) mapping.note('unreadable-field', segment.path(20));
  return { bodySite: someOf(places.filter((place) => !isSide(place))), laterality: isOne ? side : null };
}

function tiesOf(mapping: Mapping, order: Segment | undefined, common: Segment | undefined) {
  const fields = [order, common].flatMap((segment) =>
    segment === undefined ? [] : [segment.field(2), segment.field(3)],
  );
  const { orders, procedureIdentifier } = parentsIn(mapping, order?.field(29));
  return { orders: distinct([...(mapping.identifiers(fields, 'order') ?? []), ...orders]), procedureIdentifier };
}

function identityOf(mapping: Mapping, observation: Observation, result: string, seen: Map<string, number>): Identity {
  const { segment } = observation;
  const own = mapping.identifier(numberedByEi(segment.field(21)), 'observation');
  if (own !== undefined && versionOf(mapping) >= instanceIdentifiersFrom) return { identifier: own };
  const composed = composedName(mapping, observation);
  return { identifier: composed && toldApart(mapping, composed, segment, 4, statuses[result], seen) };
}

/** By the order, the code and the sub-id; without an order by the visit and the time. Never by the place in the message. */
function composedName(
  mapping: Mapping,
  { segment, order, common, code, effective }: Observation,
): Composed | undefined {
  const { visit, account, patient } = mapping.subject;
  const which = [code.code, segment.field(4).text].filter((part) => part !== '');
  const orderNumber = mapping.identifiers(
    [order?.field(3), common?.field(3), order?.field(2), common?.field(2)].filter((field) => field !== undefined),
    'order',
  )?.[0];
  if (orderNumber !== undefined) return { identifier: composedIdentifier(orderNumber, which), isByTime: false };
  if (!effective) return undefined;
  const parts = [momentInName(effective), ...which];
  return { identifier: composedIdentifier(visit ?? account ?? patient, parts), isByTime: true };
}

function versionOf({ subject }: Mapping): number {
  return versionNumber(subject.message.field('MSH', 12).text);
}
