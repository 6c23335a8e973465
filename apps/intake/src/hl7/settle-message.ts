import type { Listener, Site } from '@ilium/site';
import type { JournaledMessage } from '../journal/received-message.js';
import type { Settled } from '../journal/settlement.js';
import type { SourceMessage } from '../source-messages/source-message.js';
import { readMessage } from './read-message.js';
import { reasonOf } from './recognise-message.js';

/** A listener that this service has, and its site. */
interface KnownListener {
  readonly site: Site;
  readonly listener: Pick<Listener, 'name' | 'charset' | 'replay'>;
}

/** Reads what was acknowledged at the doors for HL7 v2, by the site files as they are now. */
export class Hl7Settling {
  readonly #listeners: ReadonlyMap<string, KnownListener>;

  constructor(sites: readonly Site[]) {
    this.#listeners = new Map(
      sites.flatMap((site) =>
        site.incoming.listeners.map((listener) => [nameOf(site.name, listener.name), { site, listener }] as const),
      ),
    );
  }

  /** Throws where its listener is in no site file any more. */
  readonly read = (journaled: JournaledMessage): Settled => {
    const known = this.#listeners.get(nameOf(journaled.site, journaled.door));
    if (known === undefined) throw new Error('the listener that it came through is in no site file');
    const { site, listener } = known;
    // It is acknowledged: nothing is refused any more.
    const rules = { site, listener: { ...listener, nak: 'structural' as const }, receivedAt: journaled.receivedAt };
    const reading = readMessage(journaled.body, rules);
    if (reading.fate === 'refused') return { kind: 'message', message: this.unread(journaled) };
    if (reading.fate === 'skipped') {
      const { receipt } = keptOf(journaled);
      const about = { receipt, site: site.name, door: listener.name, type: reading.type };
      return { kind: 'passing', passing: { ...about, ...reasonOf(reading) } };
    }
    const { sender, controlId, type, charset, events, work } = reading;
    return { kind: 'message', message: { ...keptOf(journaled), sender, controlId, type, charset, events, work } };
  };

  readonly unread = (journaled: JournaledMessage): SourceMessage => ({
    ...keptOf(journaled),
    sender: 'unknown',
    controlId: '',
    type: '?',
    events: [],
    work: [{ reason: 'not-mapped', path: 'MSH[1]' }],
  });
}

function keptOf({ id, sequence, receivedAt, site, door, peer, body }: JournaledMessage) {
  // What was answered went out before this, and needs no keeping: it is made of the message's own bytes.
  return { receipt: { id, sequence, receivedAt }, site, door, peer, body, answer: '' };
}

function nameOf(site: string, door: string): string {
  return JSON.stringify([site, door]);
}
