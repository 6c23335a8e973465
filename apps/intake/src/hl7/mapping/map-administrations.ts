import type { ReportStatus } from '@ilium/contracts';
import type { Segment } from '../reading/message.js';
import { firstCode, textBeside } from '../values/codes.js';
import { shortened } from '../values/shortened.js';
import { numberedByEi, numberedByXcn } from '../values/identifiers.js';
import { numberOf } from '../values/numbers.js';
import { composedIdentifier, momentInName, toldApart, type Composed } from './composed-identifier.js';
import { preceding } from './groups.js';
import { distinct, said, saidCodes, type Mapping, type Said } from './mapping.js';
import { parentsIn } from './parents.js';

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
  const routes = routesOf(mapping);
  const seen = new Map<string, number>();
  for (const segment of mapping.subject.message.all('RXA')) {
    mapAdministration(mapping, segment, routes.get(segment), seen);
  }
}

/** An RXR belongs to all RXA that stand together before it, in the group of one ORC; of several RXR the first. */
function routesOf(mapping: Mapping): ReadonlyMap<Segment, Segment> {
  const routes = new Map<Segment, Segment>();
  let run: Segment[] = [];
  let route: Segment | undefined;
  for (const segment of mapping.subject.message.segments) {
    if (segment.name === 'ORC' || (segment.name === 'RXA' && route !== undefined)) [run, route] = [[], undefined];
    if (segment.name === 'RXA') run.push(segment);
    if (segment.name !== 'RXR') continue;
    if (route !== undefined) mapping.note('unreadable-field', segment.path());
    route ??= segment;
    for (const one of run) if (!routes.has(one)) routes.set(one, route);
  }
  return routes;
}

function mapAdministration(
  mapping: Mapping,
  segment: Segment,
  route: Segment | undefined,
  seen: Map<string, number>,
): void {
  const order = preceding(mapping.subject.message, segment, 'ORC');
  const start = mapping.moment(segment, 3);
  const status = statuses[segment.field(21).text.toUpperCase()];
  const composed = composedName(mapping, segment, order, start);
  const head = {
    identifier: composed && toldApart(mapping, composed, segment, 2, status, seen),
    eventTime: mapping.eventTime([order, 9]),
    status,
  };
  mapping.report('administration', segment, head, {
    status: completionOf(mapping, segment),
    medication: saidCodes(segment.field(5)),
    text: shortened(textBeside(segment.field(5)) ?? '', longestText),
    dose: doseOf(mapping, segment),
    route: route && said(route.field(1), firstCode),
    bodySite: route && saidCodes(route.field(2)),
    laterality: route && said(route.field(6), firstCode),
    start,
    end: mapping.moment(segment, 4),
    performer: mapping.identifier(numberedByXcn(segment.field(10)), 'practitioner'),
    lot: said(segment.field(15), ({ text }) => shortened(text, longestLot)),
    ...tiesOf(mapping, order),
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

/** ORC-8 names the parent order, such as that of the procedure, or the procedure. */
function tiesOf(mapping: Mapping, order: Segment | undefined): object {
  if (order === undefined) return {};
  const { orders, procedureIdentifier } = parentsIn(mapping, order.field(8));
  const own = mapping.identifiers([order.field(2), order.field(3)], 'order') ?? [];
  return { orders: distinct([...own, ...orders]), procedureIdentifier };
}

/** By the order and RXA-2, without it by the time; without an order by the visit, both and the drug. */
function composedName(
  mapping: Mapping,
  segment: Segment,
  order: Segment | undefined,
  start: Said<string>,
): Composed | undefined {
  const { visit, account } = mapping.subject;
  const [count = '', drug = ''] = [2, 5].map((field) => segment.field(field).text);
  const moment = start ? momentInName(start) : '';
  const orderNumber = [order?.field(3), order?.field(2)]
    .map((field) => field && mapping.identifier(numberedByEi(field), 'order'))
    .find((number) => number !== undefined);
  if (orderNumber !== undefined) {
    const identifier = composedIdentifier(orderNumber, [count || moment || '1']);
    return { identifier, isByTime: count === '' && moment !== '' };
  }
  const scope = visit ?? account;
  if (scope === undefined || moment === '' || drug === '') return undefined;
  // RXA-2 alone would not do: most senders write 1 for each of several drugs of one minute.
  return { identifier: composedIdentifier(scope, [count, moment, drug]), isByTime: true };
}
