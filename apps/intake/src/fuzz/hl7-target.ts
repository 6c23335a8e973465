import { randomUUID } from 'node:crypto';
import { builtInSite } from '@ilium/site';
import { Hl7Door } from '../hl7/door.js';
import { readMessage } from '../hl7/read-message.js';
import type { MessageStore } from '../source-messages/source-message.js';
import type { FuzzTarget } from './fuzz-target.js';

/** Keeps nothing: what is fuzzed is everything before the store. */
const store: MessageStore = {
  take: ({ answer }) => Promise.resolve({ fate: 'taken', answer }),
  count: () => Promise.resolve(),
};

const listener = {
  name: 'fuzz',
  acknowledge: 'by-message',
  nak: 'structural',
  charset: undefined,
  replay: false,
} as const;
const site = { ...builtInSite, name: 'fuzz' };
const door = new Hl7Door({ listener, site, store, now: Date.now, messageId: randomUUID });

/** The whole door for HL7 v2 behind the listener: reading, mapping, acknowledging. */
export const hl7Target: FuzzTarget = {
  taker: (frame, peer) => door.receive(frame, peer.address),
  read: (message) => readMessage(message, { site, listener, receivedAt: Date.now() }),
  soundMessage: (controlId) =>
    Buffer.from(
      `MSH|^~\\&|EHR|RIV|ILIUM|PAIN|20260312||ORU^R01|${controlId}|T|2.5.1\rPID|1||SYNTHETIC-1^^^RIV^MR\rOBR|1|||SIJFU\rOBX|1|NM|72514-3^^LN||6\r`,
    ),
};
