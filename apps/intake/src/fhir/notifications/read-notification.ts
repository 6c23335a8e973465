import { z } from 'zod';
import { reference } from '../resource/elements.js';
import { asRecord, placeOf, type FhirRecord } from '../resource/fhir-record.js';
import { fault, issuesOf, type Issue } from '../resource/issue.js';

/** One event of a subscription. */
export interface SubscriptionEvent {
  readonly number: number;
  /** `Procedure/p1`, or an address; undefined where the payload is empty. */
  readonly focus: string | undefined;
}

/** A notification of a topic-based subscription in R4 (Subscriptions R5 backport guide, R4 notification bundle). */
export interface Notification {
  readonly type: 'handshake' | 'heartbeat' | 'event-notification' | 'query-status' | 'query-event';
  /** Id of the Subscription. */
  readonly subscription: string;
  readonly status: string;
  /** How many events there were since the subscription began, as far as the server says it. */
  readonly eventsSinceStart: number | undefined;
  readonly events: readonly SubscriptionEvent[];
  /** Records that came along, and the deleted ones by their place. */
  readonly records: readonly { readonly record: FhirRecord; readonly fullUrl: string | undefined }[];
  readonly deleted: readonly string[];
}

/** R4 has strings for numbers here; R4B and eager servers write them as numbers. */
const count = z
  .union([z.string().regex(/^\d{1,15}$/), z.int().min(0)], { error: 'a count expected' })
  .transform(Number);

const counted = z.union([
  z.looseObject({ valueString: count }).transform((one) => one.valueString),
  z.looseObject({ valueUnsignedInt: count }).transform((one) => one.valueUnsignedInt),
  z.looseObject({ valueInteger: count }).transform((one) => one.valueInteger),
  z.looseObject({ valueInteger64: count }).transform((one) => one.valueInteger64),
]);

const parameter = z.looseObject({
  name: z.string(),
  valueReference: reference.optional(),
  valueCode: z.string().optional(),
  get part() {
    return z.array(z.looseObject({ name: z.string(), valueReference: reference.optional() })).optional();
  },
});
type Parameter = z.output<typeof parameter>;

const schema = z.looseObject({
  type: z.literal('history'),
  entry: z
    .array(
      z.looseObject({
        fullUrl: z.string().optional(),
        resource: z.unknown().optional(),
        request: z.looseObject({ method: z.string(), url: z.string() }).optional(),
      }),
    )
    .min(1),
});
type Entry = z.output<typeof schema>['entry'][number];

const parameters = z.looseObject({ resourceType: z.literal('Parameters'), parameter: z.array(parameter) });

const types = ['handshake', 'heartbeat', 'event-notification', 'query-status', 'query-event'] as const;

/** Whether a bundle is a notification, and not any other history. */
export function isNotification(record: FhirRecord): boolean {
  const read = schema.safeParse(record);
  if (!read.success) return false;
  const status = parameters.safeParse(read.data.entry[0]?.resource);
  return status.success && status.data.parameter.some(({ name }) => name === 'subscription');
}

/** A notification, or what is wrong with it. */
export function readNotification(record: FhirRecord): Notification | readonly Issue[] {
  const read = schema.safeParse(record);
  if (!read.success) return issuesOf(read.error, 'Bundle');
  const [first, ...entries] = read.data.entry;
  const place = 'Bundle.entry[0].resource';
  const status = parameters.safeParse(first?.resource);
  if (!status.success) return issuesOf(status.error, place);
  const of = (name: string) => status.data.parameter.filter((one) => one.name === name);
  const [type] = of('type').map(({ valueCode }) => types.find((known) => known === valueCode));
  if (type === undefined) return [fault('value', 'A type of a notification expected.', `${place}.parameter`)];
  const [subscription] = of('subscription').map(({ valueReference }) => idIn(valueReference?.reference));
  if (subscription === undefined) return [fault('required', 'The Subscription is not named.', `${place}.parameter`)];
  const events = of('notification-event').map(eventOf);
  if (events.includes(undefined)) return [fault('required', 'An event has no number.', `${place}.parameter`)];
  return {
    type,
    subscription,
    status: of('status')[0]?.valueCode ?? 'active',
    eventsSinceStart: of('events-since-subscription-start').map(countOf)[0],
    events: events.filter((one) => one !== undefined),
    records: entries.flatMap(recordOf),
    deleted: entries.flatMap(({ request }) => (request?.method.toUpperCase() === 'DELETE' ? [request.url] : [])),
  };
}

function countOf(value: unknown): number | undefined {
  const read = counted.safeParse(value);
  return read.success ? read.data : undefined;
}

function eventOf({ part = [] }: Parameter): SubscriptionEvent | undefined {
  const number = part.filter(({ name }) => name === 'event-number').map(countOf)[0];
  const focus = part.find(({ name }) => name === 'focus')?.valueReference?.reference;
  return number === undefined ? undefined : { number, focus };
}

function idIn(reference: string | undefined): string | undefined {
  return /(?:^|\/)Subscription\/([A-Za-z0-9.-]{1,64})(?:\/|$)/.exec(reference ?? '')?.[1];
}

function recordOf({ resource, fullUrl }: Entry) {
  const record = asRecord(resource);
  return record === undefined || placeOf(record) === undefined ? [] : [{ record, fullUrl }];
}
