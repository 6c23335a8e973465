import type { Segment } from '../reading/message.js';
import { codesOf, shortened } from '../values/codes.js';
import { numberedByEi } from '../values/identifiers.js';
import { numberOf } from '../values/numbers.js';
import { Anchors } from './anchors.js';
import { following } from './groups.js';
import { said, saidCodes, someOf, type Mapping, type Said } from './mapping.js';
import { saidModifiers } from './map-procedures.js';

/** FT1 → charge.reported. */

/** HL7 table 0017; payments, adjustments and the rest are no charges. */
const transactions: Readonly<Record<string, string>> = { CG: 'charge', CD: 'credit' };

const longestText = 2_000;

export function mapCharges(mapping: Mapping): void {
  const { message, visit, account } = mapping.subject;
  const anchors = new Anchors(visit, account);
  for (const segment of message.all('FT1')) mapCharge(mapping, segment, anchors);
}

function mapCharge(mapping: Mapping, segment: Segment, anchors: Anchors): void {
  const { message } = mapping.subject;
  const word = segment.field(6).text.toUpperCase();
  const transaction = transactions[word];
  if (word === '') mapping.note('unusable-segment', segment.path(6));
  if (transaction === undefined) return;
  const serviceDate = mapping.moment(segment, 4, segment.field(4).component(1));
  const identifier = mapping.identifier(numberedByEi(segment.field(2)), 'transaction');
  const place = anchors.next(serviceDate);
  const procedure = following(message, segment, ['FT1']).find(({ name }) => name === 'PR1');
  const head = {
    identifier,
    anchor: identifier === undefined ? place : undefined,
    eventTime: mapping.eventTime([message.first('EVN'), 2]),
  };
  mapping.report('charge', segment, head, {
    transaction,
    codes: someOf([...codesOf(segment.field(25)), ...codesOf(segment.field(7))]),
    text: said(segment.field(8), ({ whole }) => shortened(whole, longestText)),
    modifiers: saidModifiers(segment.field(26)),
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
