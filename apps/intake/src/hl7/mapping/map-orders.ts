import type { Identifier } from '@ilium/contracts';
import type { Element } from '../reading/element.js';
import type { Segment } from '../reading/message.js';
import { codesOf } from '../values/codes.js';
import { numberedByEi } from '../values/identifiers.js';
import { following } from './groups.js';
import { saidModifiers } from './map-procedures.js';
import { someOf, type Mapping, type Said } from './mapping.js';

/** ORC and OBR of orders, SCH and AIS of appointments → order.reported: what was asked for, never that it was done. */

export function mapOrders(mapping: Mapping): void {
  const { message } = mapping.subject;
  const common = message.all('ORC');
  for (const segment of common.length > 0 ? common : message.all('OBR')) mapOrder(mapping, segment);
}

function mapOrder(mapping: Mapping, segment: Segment): void {
  const group = [segment, ...following(mapping.subject.message, segment, [segment.name])];
  const common = group.find(({ name }) => name === 'ORC');
  const detail = group.find(({ name }) => name === 'OBR');
  const placers = [common?.field(2), detail?.field(2)];
  const fillers = [common?.field(3), detail?.field(3)];
  const head = {
    identifier: firstNumber(mapping, [...placers, ...fillers], 'order'),
    eventTime: mapping.eventTime([common, 9]),
  };
  mapping.report('order', segment, head, {
    codes: detail && someOf([...codesOf(detail.field(4)), ...codesOf(detail.field(44))]),
    status: common?.field(1).text || undefined,
    scheduled: scheduledOf(mapping, [
      [detail, 36],
      [detail, 27, 4],
      [common, 7, 4],
      [group.find(({ name }) => name === 'TQ1'), 7],
    ]),
    modifiers: detail && saidModifiers(detail.field(45)),
    orders: mapping.identifiers(
      [...placers, ...fillers].filter((field) => field !== undefined),
      'order',
    ),
  });
}

const appointmentStatuses: Readonly<Record<string, string>> = { S12: 'booked', S15: 'cancelled', S26: 'noshow' };

export function mapAppointment(mapping: Mapping): void {
  const { message, type } = mapping.subject;
  const schedule = message.first('SCH');
  if (schedule === undefined) {
    mapping.note('unusable-segment', 'SCH');
    return;
  }
  const services = message.all('AIS');
  const head = {
    identifier: firstNumber(mapping, [schedule.field(2), schedule.field(1)], 'appointment'),
    eventTime: mapping.eventTime([message.first('EVN'), 2]),
  };
  mapping.report('order', schedule, head, {
    codes: someOf(services.flatMap((service) => codesOf(service.field(3)))),
    status: appointmentStatuses[type.trigger],
    scheduled: scheduledOf(mapping, [
      [services[0], 4],
      [message.first('TQ1'), 7],
      [schedule, 11, 4],
    ]),
    orders: mapping.identifiers([schedule.field(26), schedule.field(27)], 'order'),
  });
}

type Place = readonly [segment: Segment | undefined, field: number, component?: number];

/** The first of some places that is valued. */
function scheduledOf(mapping: Mapping, places: readonly Place[]): Said<string> {
  for (const [segment, number, component] of places) {
    const field = segment?.field(number);
    const element = component === undefined ? field : field?.component(component);
    if (segment !== undefined && element !== undefined && element.raw !== '') {
      return mapping.moment(segment, number, element);
    }
  }
  return undefined;
}

function firstNumber(
  mapping: Mapping,
  fields: readonly (Element | undefined)[],
  kind: 'order' | 'appointment',
): Identifier | undefined {
  return fields
    .map((field) => field && mapping.identifier(numberedByEi(field), kind))
    .find((number) => number !== undefined);
}
