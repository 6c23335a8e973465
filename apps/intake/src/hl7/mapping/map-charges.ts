import type { Identifier } from '@ilium/contracts';
import type { Segment } from '../reading/message.js';
import { codesOf } from '../values/codes.js';
import { shortened } from '../values/shortened.js';
import { numberedByEi } from '../values/identifiers.js';
import { numberOf } from '../values/numbers.js';
import { Anchors } from './anchors.js';
import { chargeGroupsOf, transactionOf, type ChargeGroups } from './charge-groups.js';
import { said, saidCodes, someOf, type Mapping, type Said } from './mapping.js';
import { modifiersIn } from './map-procedures.js';

/** FT1 → charge.reported. */

const longestText = 2_000;

export function mapCharges(mapping: Mapping): void {
  const { message, visit, account } = mapping.subject;
  const common = { anchors: new Anchors(visit, account), groups: chargeGroupsOf(message), last: lastLines(mapping) };
  for (const segment of message.all('FT1')) mapCharge(mapping, segment, common);
}

/** What the charges of a message share. */
interface Common {
  readonly anchors: Anchors;
  readonly groups: ChargeGroups;
  /** By number, the last line that has it; empty where there is one line alone. */
  readonly last: ReadonlyMap<string, Segment>;
}

/** All lines of a message are of one moment: of several with one number the last holds, such as a credit and its rebill. */
function lastLines(mapping: Mapping): ReadonlyMap<string, Segment> {
  const last = new Map<string, Segment>();
  const lines = mapping.subject.message.all('FT1');
  if (lines.length < 2) return last;
  for (const segment of lines) {
    const number = numberOfLine(mapping, segment);
    if (number === undefined || transactionOf(segment).is === undefined) continue;
    const before = last.get(keyOf(number));
    if (before !== undefined && transactionOf(before).is === transactionOf(segment).is) {
      mapping.note('untied', segment.path(2));
    }
    last.set(keyOf(number), segment);
  }
  return last;
}

function numberOfLine(mapping: Mapping, segment: Segment): Identifier | undefined {
  return mapping.identifier(numberedByEi(segment.field(2)), 'transaction');
}

function keyOf({ system, value }: Identifier): string {
  return `${system} ${value}`;
}

function mapCharge(mapping: Mapping, segment: Segment, { anchors, groups, last }: Common): void {
  const { is: transaction, isKnown } = transactionOf(segment);
  if (!isKnown) mapping.note(segment.field(6).text === '' ? 'unusable-segment' : 'unreadable-field', segment.path(6));
  if (transaction === undefined) return;
  const serviceDate = mapping.moment(segment, 4, segment.field(4).component(1));
  const identifier = numberOfLine(mapping, segment);
  const place = anchors.next(serviceDate);
  if (identifier !== undefined && (last.get(keyOf(identifier)) ?? segment) !== segment) return;
  // Of a message with one line the place is always the first: it tells no lines apart.
  if (identifier === undefined && place !== undefined) mapping.note('untied', segment.path(2));
  const procedure = groups.procedureOf(segment);
  const head = {
    identifier,
    anchor: identifier === undefined ? place : undefined,
    eventTime: mapping.eventTime([mapping.subject.message.first('EVN'), 2]),
  };
  mapping.report('charge', segment, head, {
    transaction,
    codes: someOf([...codesOf(segment.field(25)), ...codesOf(segment.field(7))]),
    text: said(segment.field(8), ({ whole }) => shortened(whole, longestText)),
    modifiers: modifiersIn(mapping, segment, 26),
    quantity: quantityOf(mapping, segment),
    serviceDate,
    diagnoses: saidCodes(segment.field(19)),
    orders: mapping.identifiers([segment.field(23)], 'order'),
    procedureIdentifier: procedure && mapping.identifier(numberedByEi(procedure.field(19)), 'procedure'),
  });
}

function quantityOf(mapping: Mapping, segment: Segment): Said<{ value: number }> {
  return said(segment.field(10), ({ text }) => {
    const value = numberOf(text);
    if (value === undefined) mapping.note('unreadable-field', segment.path(10));
    return value === undefined ? undefined : { value };
  });
}
