import { Hl7Message } from '@medplum/core';
import { loadSite } from '@ilium/site';
import { join } from 'node:path';
import { readMessage } from '../../../apps/intake/dist/hl7/read-message.js';
import { projectRoot } from '../../../dev/dist/project.js';
import { messageOf } from './hl7-message.js';

/** Microseconds a message on one core. */
export interface ReadingCost {
  /** Parsed, mapped, and its events written as JSON. */
  readonly intake: number;
  /** `Hl7Message.parse` of Medplum, and the same events written as JSON. */
  readonly floor: number;
}

const messages = 5_000;
const rounds = 5;

/** The least of several rounds: whatever disturbs the machine only adds. */
export function measureReading(): ReadingCost {
  const site = loadSite(join(projectRoot, 'config', 'sites', 'riverside.yaml'));
  const listener = { charset: undefined, nak: 'structural' as const, replay: false };
  const bodies = Array.from({ length: messages }, (_, index) => messageOf(`READ-${index}`));
  const receivedAt = Date.now();
  const read = (body: Buffer) => {
    const reading = readMessage(body, { site, listener, receivedAt });
    if (reading.fate !== 'taken' || reading.events.length === 0) throw new Error('the message was not mapped');
    return reading.events;
  };
  const events = bodies.map(read);
  return {
    intake: leastOf(() => bodies.reduce((sum, body) => sum + JSON.stringify(read(body)).length, 0)),
    floor: leastOf(() =>
      bodies.reduce((sum, body, index) => {
        const { segments } = Hl7Message.parse(body.toString());
        return sum + segments.length + JSON.stringify(events[index]).length;
      }, 0),
    ),
  };
}

function leastOf(work: () => number): number {
  const times = Array.from({ length: rounds }, () => {
    const since = performance.now();
    if (work() === 0) throw new Error('nothing was read');
    return ((performance.now() - since) * 1_000) / messages;
  });
  return Math.min(...times);
}
