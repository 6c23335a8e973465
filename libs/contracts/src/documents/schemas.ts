import { z } from 'zod';
import { optionalAttributes, requiredAttributes, structuredModeAttributes } from '../cloud-event-attributes.js';
import { anchor, code, feed, identifier, quantity, version } from '../events/elements.js';
import { procedureEventData, procedureEventTypes, type ProcedureEventType } from '../events/procedure-event.js';
import { fhirBundle, fhirBundleRevisions, fhirBundleSite, fhirBundleType } from '../fhir-bundle.js';
import { outcomeObservation, outcomeObservationType } from '../outcome-observation.js';
import { day, moment, time } from '../moment.js';
import { parkedHeaderValues } from '../parked.js';
import { messageTypes, type MessageType } from './message-types.js';

/** A JSON Schema, as plain JSON. */
export type Schema = Readonly<Record<string, unknown>>;
export type SchemaDraft = 'draft-2020-12' | 'draft-07';

/** Parts that are named once and referred to. */
const parts = {
  Identifier: identifier,
  Code: code,
  Quantity: quantity,
  Time: time,
  Day: day,
  Moment: moment,
  Feed: feed,
  Version: version,
  Anchor: anchor,
};

export const dataName = (type: MessageType) => `${type}.data`;
export const headersName = (type: MessageType) => `${type}.headers`;
export const parkedHeadersName = 'parked.headers';

const dataSchemas: Readonly<Record<MessageType, z.ZodType>> = {
  ...procedureEventData,
  [fhirBundleType]: fhirBundle,
  [outcomeObservationType]: outcomeObservation,
};

/** The whole event in structured mode. Attributes that we don't know are extensions: allowed, and left out when read. */
function structuredEvent(type: ProcedureEventType) {
  return z.looseObject({ ...structuredModeAttributes, type: z.literal(type), data: procedureEventData[type] });
}

const binaryMode = {
  ce_specversion: requiredAttributes.specversion,
  ce_id: requiredAttributes.id,
  ce_source: requiredAttributes.source,
  ce_time: optionalAttributes.time.optional(),
  ce_sequence: optionalAttributes.sequence.optional(),
};

function binaryHeaders(type: MessageType) {
  const more = type === fhirBundleType ? { ce_revisions: fhirBundleRevisions, ce_site: fhirBundleSite.optional() } : {};
  return z.looseObject({ 'content-type': z.string().optional(), ...binaryMode, ce_type: z.literal(type), ...more });
}

/**
 * Every schema under its name, in which named ones refer to each other by `uri(name)`. It is what a sender may write:
 * fields with a default may be left out.
 */
export function namedSchemas(draft: SchemaDraft, uri: (name: string) => string): Readonly<Record<string, Schema>> {
  const registry = z.registry<{ id: string }>();
  for (const [name, schema] of Object.entries(everySchema())) {
    // Types may share a schema: the second name then refers to the first.
    registry.add(registry.has(schema) ? schema.clone() : schema, { id: name });
  }
  const { schemas } = z.toJSONSchema(registry, { io: 'input', target: draft, uri });
  return Object.fromEntries(
    Object.entries(schemas).map(([name, { $id: _id, $schema: _schema, ...schema }]) => [name, schema]),
  );
}

function everySchema(): Record<string, z.ZodType> {
  return {
    ...parts,
    ...Object.fromEntries(messageTypes.map((type) => [dataName(type), dataSchemas[type]])),
    ...Object.fromEntries(procedureEventTypes.map((type) => [type, structuredEvent(type)])),
    ...Object.fromEntries(messageTypes.map((type) => [headersName(type), binaryHeaders(type)])),
    [parkedHeadersName]: parkedHeaderValues,
  };
}
