import type { FhirSource } from '@ilium/site';
import { z } from 'zod';
import type { FhirRecord } from '../resource/fhir-record.js';

/** R4 Subscriptions with topics, as the Subscriptions R5 backport guide has them. */

const guide = 'http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition';

const statement = z.looseObject({
  resourceType: z.literal('CapabilityStatement'),
  rest: z
    .array(
      z.looseObject({
        resource: z
          .array(
            z.looseObject({
              type: z.string(),
              interaction: z.array(z.looseObject({ code: z.string() })).optional(),
              supportedProfile: z.array(z.string()).optional(),
              extension: z.array(z.looseObject({ url: z.string(), valueCanonical: z.string().optional() })).optional(),
            }),
          )
          .optional(),
      }),
    )
    .optional(),
});

/** What a server declares about subscriptions. */
export interface SubscriptionSupport {
  readonly canCreate: boolean;
  readonly canUpdate: boolean;
  /** Whether it names the guide's profile or any topic. */
  readonly hasTopics: boolean;
  /** Addresses of the topics that it names; servers need not name them all. */
  readonly topics: readonly string[];
}

/** Undefined where this is no CapabilityStatement. */
export function supportIn(metadata: unknown): SubscriptionSupport | undefined {
  const read = statement.safeParse(metadata);
  if (!read.success) return undefined;
  const resources = (read.data.rest ?? []).flatMap(({ resource = [] }) => resource);
  const own = resources.find(({ type }) => type === 'Subscription');
  const topics = (own?.extension ?? [])
    .filter(({ url }) => url === `${guide}/capabilitystatement-subscriptiontopic-canonical`)
    .flatMap(({ valueCanonical }) => valueCanonical ?? []);
  const can = (code: string) => (own?.interaction ?? []).some((one) => one.code === code);
  const isProfiled = (own?.supportedProfile ?? []).some((profile) =>
    profile.startsWith(`${guide}/backport-subscription`),
  );
  return { canCreate: can('create'), canUpdate: can('update'), hasTopics: isProfiled || topics.length > 0, topics };
}

/** Longest time that the server waits for our answer, in seconds; it holds while a gap is filled. */
const timeoutSeconds = 60;
const mostEventsAtOnce = 50;

/** The Subscription that sends a source's notifications to `endpoint`. */
export function topicSubscription(
  { topic, criteria, payload, heartbeatSeconds }: NonNullable<FhirSource['subscription']>,
  endpoint: string,
  token: string | undefined,
  id?: string,
): FhirRecord {
  const filters = criteria.map((valueString) => ({ url: `${guide}/backport-filter-criteria`, valueString }));
  return {
    resourceType: 'Subscription',
    ...(id === undefined ? {} : { id }),
    meta: { profile: [`${guide}/backport-subscription`] },
    status: 'requested',
    reason: 'Procedures and scores for Ilium',
    criteria: topic,
    ...(filters.length === 0 ? {} : { _criteria: { extension: filters } }),
    channel: {
      extension: [
        { url: `${guide}/backport-heartbeat-period`, valueUnsignedInt: heartbeatSeconds },
        { url: `${guide}/backport-timeout`, valueUnsignedInt: timeoutSeconds },
        { url: `${guide}/backport-max-count`, valuePositiveInt: mostEventsAtOnce },
      ],
      type: 'rest-hook',
      endpoint,
      payload: 'application/fhir+json',
      _payload: { extension: [{ url: `${guide}/backport-payload-content`, valueCode: payload }] },
      ...(token === undefined ? {} : { header: [`Authorization: Bearer ${token}`] }),
    },
  };
}

const existing = z.looseObject({ id: z.string(), channel: z.looseObject({ endpoint: z.string().optional() }) });

/** The id of the subscription among some that goes to `endpoint`. */
export function idOfSubscription(records: readonly FhirRecord[], endpoint: string): string | undefined {
  for (const record of records) {
    const read = existing.safeParse(record);
    if (read.success && read.data.channel.endpoint === endpoint) return read.data.id;
  }
  return undefined;
}
