import { createHmac, randomUUID } from 'node:crypto';
import { binaryModeHeaders } from '@ilium/contracts';
import type { Outgoing } from '@ilium/messaging';
import { sealBody, type BodyKeys, type SealedBody } from './sealed-body.js';
import type { EventDraft, SourceMessage } from './source-message.js';

/** What makes stored messages and their events. */
export interface MessageKeys {
  /** For keyed hashes; never changes, or what comes again would not be recognised. */
  readonly idKey: string;
  readonly bodyKeys: BodyKeys;
}

/** A message with its id, as it is stored, and what it publishes; its place in the order of receipt comes last. */
export interface PreparedMessage {
  readonly id: string;
  readonly messageKey: Buffer;
  readonly identityKey: Buffer | undefined;
  readonly message: SourceMessage;
  readonly sealed: SealedBody;
  readonly publish: readonly Outgoing[];
}

export function prepareMessage(message: SourceMessage, keys: MessageKeys): PreparedMessage {
  const id = message.receipt?.id ?? randomUUID();
  const localities = new Map<string, string>();
  const localityOf = (patient: EventDraft['patient']) => {
    const name = JSON.stringify(['locality', patient.system, patient.value]);
    const known = localities.get(name) ?? localityKey(name, keys);
    localities.set(name, known);
    return known;
  };
  return {
    id,
    messageKey: messageKeyOf(message, id, keys),
    identityKey: identityKeyOf(message, keys),
    message,
    sealed: sealBody(message.body, id, keys.bodyKeys),
    publish: message.events.map((draft, index) =>
      toRecord(draft, message.site, `${id}.${index + 1}`, localityOf(draft.patient)),
    ),
  };
}

/** A message at its place in the order of receipt. */
export interface StampedMessage extends PreparedMessage {
  readonly sequence: number;
}

/** Its events come at the same place; one that brought an order of receipt of its own keeps that. */
export function stampMessage(prepared: PreparedMessage, sequence: number): StampedMessage {
  const publish = prepared.publish.map((record) => ({
    ...record,
    headers: { ce_sequence: String(sequence), ...record.headers },
  }));
  return { ...prepared, sequence, publish };
}

/**
 * The same for the same bytes from the same sender under the same control id, whatever door they came through. Without a
 * control id each message is one of its own: a side that is corrected and corrected back is said three times. What was
 * kept without an event, such as messages of another environment, is taken again once events can be read in it.
 */
function messageKeyOf(message: SourceMessage, id: string, { idKey }: MessageKeys): Buffer {
  const { site, sender, controlId, body, events } = message;
  if (controlId === '')
    return createHmac('sha256', idKey)
      .update(JSON.stringify(['unnamed', id]))
      .digest();
  const says = events.length === 0 ? 'nothing' : 'message';
  return createHmac('sha256', idKey)
    .update(JSON.stringify([says, site, sender, controlId]))
    .update(body)
    .digest();
}

function identityKeyOf({ site, sender, controlId, identity }: SourceMessage, { idKey }: MessageKeys) {
  if (identity === undefined) return undefined;
  return createHmac('sha256', idKey)
    .update(JSON.stringify(['identity', site, sender, controlId]))
    .digest();
}

function toRecord(draft: EventDraft, site: string, id: string, key: string): Outgoing {
  const { type, time, data, own } = draft;
  const attributes = {
    specversion: '1.0',
    id: own?.id ?? id,
    source: own?.source ?? `urn:ilium:intake:${site}`,
    type,
    time,
    sequence: own?.sequence,
    contentType: 'application/json',
  } as const;
  return {
    topic: 'procedure-events',
    key,
    value: JSON.stringify(data),
    headers: binaryModeHeaders(attributes),
  };
}

/** Keeps what belongs to one patient on one partition, and says nothing about the patient. */
function localityKey(name: string, { idKey }: MessageKeys): string {
  return createHmac('sha256', idKey).update(name).digest('base64url').slice(0, 22);
}
