import { measureOf, systemUri } from '@ilium/clinical';
import type { Code, Identifier, ReportStatus } from '@ilium/contracts';
import type { ObservationCode } from '@ilium/site';
import type { Segment } from '../reading/message.js';
import { firstCode } from '../values/codes.js';
import { numberedByEi, numberedBySubcomponents } from '../values/identifiers.js';
import { preceding } from './groups.js';
import { distinct, said, saidCodes, type Identity, type Mapping, type Said } from './mapping.js';
import { readAnswer } from './answers.js';

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
  /** OBX-14 or OBR-7 as written. */
  readonly writtenTime: string;
}

function mapObservation(mapping: Mapping, segment: Segment, seen: Map<string, number>): void {
  const { message, site } = mapping.subject;
  const result = segment.field(11).text.toUpperCase();
  const code = firstCode(segment.field(3));
  if (result === 'O') return;
  if (code === undefined) {
    mapping.note('unusable-segment', segment.path(3));
    return;
  }
  const { codes, taken } = site.incoming.observations;
  const row = codes.find((one) => isRow(one, code));
  if (taken === 'known' && row === undefined && measureOf(code, site.rules) === undefined) {
    mapping.leftOut += 1;
    return;
  }
  const order = preceding(message, segment, 'OBR');
  const common = order && preceding(message, order, 'ORC', ['OBR']);
  const [timed, field] = segment.field(14).isEmpty && order !== undefined ? [order, 7] : [segment, 14];
  const effective = mapping.moment(timed, field);
  const observation = { segment, order, common, code, row, effective, writtenTime: timed.field(field).text };
  report(mapping, observation, result, seen);
}

function report(mapping: Mapping, observation: Observation, result: string, seen: Map<string, number>): void {
  const { segment, order, common, row } = observation;
  const head = {
    ...identityOf(mapping, observation, seen),
    eventTime: mapping.eventTime([segment, 19], [order, 22]),
    status: statuses[result],
  };
  const ties = { orders: ordersOf(mapping, order, common) };
  const kind = row?.kind ?? 'score';
  mapping.report(kind, segment, head, {
    ...contents[kind](mapping, observation, result),
    ...(kind === 'history' ? {} : ties),
  });
}

const contents = {
  score: scoreOf,
  complication: (mapping: Mapping, { segment, effective }: Observation) => ({
    ...happened(mapping, segment),
    onset: effective,
  }),
  history: (mapping: Mapping, { segment, effective }: Observation) => ({
    ...happened(mapping, segment),
    performed: effective,
  }),
};

/** The answer is the code of what happened; one that is no code is kept in its words. */
function happened(mapping: Mapping, segment: Segment) {
  const { answer, value } = readAnswer(mapping, segment);
  if (answer === null) return { codes: null };
  return { codes: answer && [answer], text: typeof value === 'number' ? String(value) : undefined };
}

function scoreOf(mapping: Mapping, observation: Observation, result: string) {
  const { segment, code, row, effective } = observation;
  const missingReason = missing[result];
  return {
    measure: code,
    ...(missingReason === undefined ? readAnswer(mapping, segment) : { missingReason }),
    unit: said(segment.field(6), ({ text }) => (text === '' ? undefined : text)),
    effective,
    bodySite: saidCodes(segment.field(20)),
    painLocation: row?.painLocation,
    recall: row?.recall,
    timing: row?.timing,
    valueSet: row?.valueSet,
  };
}

function ordersOf(mapping: Mapping, order: Segment | undefined, common: Segment | undefined): Identifier[] | undefined {
  const own = [order, common].flatMap((segment) => (segment === undefined ? [] : [segment.field(2), segment.field(3)]));
  const parent = order?.field(29);
  const parents = parent === undefined || parent.isEmpty ? [] : [parent.component(1), parent.component(2)];
  return distinct([
    ...(mapping.identifiers(own, 'order') ?? []),
    ...parents.map((one) => mapping.identifier(numberedBySubcomponents(one), 'order')),
  ]);
}

function identityOf(mapping: Mapping, observation: Observation, seen: Map<string, number>): Identity {
  const { segment } = observation;
  const own = mapping.identifier(numberedByEi(segment.field(21)), 'observation');
  if (own !== undefined && versionOf(mapping) >= instanceIdentifiersFrom) return { identifier: own };
  const composed = composedIdentifier(mapping, observation);
  if (composed === undefined) return {};
  const key = `${composed.system} ${composed.value}`;
  const count = (seen.get(key) ?? 0) + 1;
  seen.set(key, count);
  if (count === 1) return { identifier: composed };
  mapping.note('untied', segment.path(4));
  return { identifier: { ...composed, value: `${composed.value}|#${count}` } };
}

/** By the order, the code and the sub-id; without an order by the visit and the time as written. Never by the place in the message. */
function composedIdentifier(mapping: Mapping, { segment, order, common, code, writtenTime }: Observation) {
  const { visit, account, patient } = mapping.subject;
  const which = [code.code, segment.field(4).text].filter((part) => part !== '');
  const orderNumber = mapping.identifiers(
    [order?.field(3), common?.field(3), order?.field(2), common?.field(2)].filter((field) => field !== undefined),
    'order',
  )?.[0];
  if (orderNumber !== undefined) return composed(orderNumber, which);
  return writtenTime === '' ? undefined : composed(visit ?? account ?? patient, [writtenTime, ...which]);
}

export function composed({ system, value }: Identifier, parts: readonly string[]): Identifier {
  return { system, value: [value, ...parts].join('|') };
}

/** MSH-12, as far as the digits in front tell one. */
export function versionNumber(text: string): number {
  return Number(/^\d\.\d/.exec(text)?.[0] ?? '2.5');
}

function versionOf({ subject }: Mapping): number {
  return versionNumber(subject.message.field('MSH', 12).text);
}
