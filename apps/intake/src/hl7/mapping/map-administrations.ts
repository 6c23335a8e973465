import type { Identifier, ReportStatus } from '@ilium/contracts';
import type { Segment } from '../reading/message.js';
import { firstCode, shortened, textBeside } from '../values/codes.js';
import { numberedByEi, numberedBySubcomponents, numberedByXcn } from '../values/identifiers.js';
import { numberOf } from '../values/numbers.js';
import { following, preceding } from './groups.js';
import { composed } from './map-scores.js';
import { distinct, said, saidCodes, type Mapping, type Said } from './mapping.js';

/** RXA, with the ORC before and the RXR behind it → administration.reported. */

/** HL7 table 0322. */
const completions: Readonly<Record<string, string>> = {
  CP: 'completed',
  PA: 'completed',
  RE: 'not-done',
  NA: 'not-done',
};
const statuses: Readonly<Record<string, ReportStatus>> = { D: 'void', U: 'corrected' };

const longestText = 500;
const longestUnit = 50;
const longestLot = 100;

export function mapAdministrations(mapping: Mapping): void {
  for (const segment of mapping.subject.message.all('RXA')) mapAdministration(mapping, segment);
}

function mapAdministration(mapping: Mapping, segment: Segment): void {
  const { message } = mapping.subject;
  const order = preceding(message, segment, 'ORC');
  const route = following(message, segment, ['RXA', 'ORC']).find(({ name }) => name === 'RXR');
  const head = {
    identifier: identifierOf(mapping, segment, order),
    eventTime: mapping.eventTime([order, 9]),
    status: statuses[segment.field(21).text.toUpperCase()],
  };
  mapping.report('administration', segment, head, {
    status: completionOf(mapping, segment),
    medication: saidCodes(segment.field(5)),
    text: shortened(textBeside(segment.field(5)) ?? '', longestText),
    dose: doseOf(mapping, segment),
    route: route && said(route.field(1), firstCode),
    bodySite: route && saidCodes(route.field(2)),
    laterality: route && said(route.field(6), firstCode),
    start: mapping.moment(segment, 3),
    end: mapping.moment(segment, 4),
    performer: mapping.identifier(numberedByXcn(segment.field(10)), 'practitioner'),
    lot: said(segment.field(15), ({ text }) => shortened(text, longestLot)),
    orders: ordersOf(mapping, order),
  });
}

function completionOf(mapping: Mapping, segment: Segment): string {
  const word = segment.field(20).text.toUpperCase();
  if (word === '') return 'completed';
  const known = completions[word];
  if (known === undefined) mapping.note('unreadable-field', segment.path(20));
  return known ?? 'unknown';
}

function doseOf(mapping: Mapping, segment: Segment): Said<{ value: number; unit?: string | undefined }> {
  return said(segment.field(6), ({ text }) => {
    const value = numberOf(text);
    if (value === undefined) mapping.note('unreadable-field', segment.path(6));
    const unit = shortened(segment.field(7).text, longestUnit);
    return value === undefined ? undefined : { value, ...(unit === undefined ? {} : { unit }) };
  });
}

/** ORC-8 names the parent order, such as that of the procedure. */
function ordersOf(mapping: Mapping, order: Segment | undefined): Identifier[] | undefined {
  if (order === undefined) return undefined;
  const parent = order.field(8);
  return distinct([
    ...(mapping.identifiers([order.field(2), order.field(3)], 'order') ?? []),
    ...[1, 2].map((place) => mapping.identifier(numberedBySubcomponents(parent.component(place)), 'order')),
  ]);
}

function identifierOf(mapping: Mapping, segment: Segment, order: Segment | undefined): Identifier | undefined {
  const { visit, account } = mapping.subject;
  const [count, start, drug] = [2, 3, 5].map((field) => segment.field(field).text);
  const orderNumber = [order?.field(3), order?.field(2)]
    .map((field) => field && mapping.identifier(numberedByEi(field), 'order'))
    .find((number) => number !== undefined);
  if (orderNumber !== undefined) return composed(orderNumber, [count || start || '1']);
  const scope = visit ?? account;
  if (scope === undefined || !start || !drug) return undefined;
  return composed(scope, [count ?? '', start, drug]);
}
