import { hash } from 'node:crypto';
import { builtInSite } from '@ilium/site';
import { Hl7Door } from '../hl7/door.js';
import { readMessage } from '../hl7/read-message.js';
import { Hl7Settling } from '../hl7/settle-message.js';
import type { MessageJournal } from '../journal/received-message.js';
import type { FuzzTarget } from './fuzz-target.js';

const listener = {
  name: 'fuzz',
  port: 0,
  host: '127.0.0.1',
  acknowledge: 'by-message',
  nak: 'structural',
  charset: undefined,
  replay: false,
  tls: undefined,
  limits: { frameBytes: 1, connections: 1, idleSeconds: 1, frameSeconds: 1, window: 1 },
} as const;
const site = { ...builtInSite, name: 'fuzz', incoming: { ...builtInSite.incoming, listeners: [listener] } };
const settling = new Hl7Settling([site]);
/** Keeps nothing: what is fuzzed is everything before the store, and all that is read out of a message. */
const journal: MessageJournal = {
  keep: async (message) => void settling.read({ ...message, id: 'fuzz', sequence: 1 }),
};
const store = { count: () => Promise.resolve() };
const door = new Hl7Door({ listener, site, journal, store, now: Date.now, answerId: (body) => hash('sha256', body) });

/** The whole door for HL7 v2 behind the listener: reading, mapping, acknowledging. */
export const hl7Target: FuzzTarget = {
  taker: (frame, peer) => door.receive(frame, peer.address),
  read: (message) => readMessage(message, { site, listener, receivedAt: Date.now() }),
  soundMessage: (controlId) =>
    Buffer.from(
      `MSH|^~\\&|EHR|RIV|ILIUM|PAIN|20260312||ORU^R01|${controlId}|T|2.5.1\rPID|1||SYNTHETIC-1^^^RIV^MR\rOBR|1|||SIJFU\rOBX|1|NM|72514-3^^LN||6\r`,
    ),
};
