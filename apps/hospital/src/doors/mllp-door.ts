import { acknowledges } from '@ilium/mllp';
import type { Message } from '../feed/message.js';
import { toHl7 } from '../hl7/to-hl7.js';
import { Undelivered, type Door } from './door.js';

/** A connection to a listener for HL7 v2. */
export interface MllpConnection {
  readonly isOpen: boolean;
  /** Returns the acknowledgement of this message; rejects where the connection ends before it. */
  send(message: Buffer): Promise<Buffer>;
  /** Closes at once. */
  destroy(): void;
}

export interface MllpDoorOptions {
  readonly connect: () => Promise<MllpConnection>;
  readonly connections?: number;
}

/** HL7 v2 over MLLP. A course stays on one connection, so that its messages arrive in the order in which they are sent. */
export class MllpDoor implements Door {
  readonly #connect: () => Promise<MllpConnection>;
  readonly #lanes: (MllpConnection | undefined)[];

  constructor({ connect, connections = 4 }: MllpDoorOptions) {
    this.#connect = connect;
    this.#lanes = Array.from({ length: connections }, () => undefined);
  }

  async deliver(messages: readonly Message[]): Promise<void> {
    const byLane = Map.groupBy(messages, ({ course }) => course % this.#lanes.length);
    const lanes = await Promise.all([...byLane].map(([lane, ofLane]) => this.#deliverOn(lane, ofLane)));
    const faults = lanes.flat();
    const [first] = faults;
    if (first === undefined) return;
    const left = new Set(faults.map(([message]) => message));
    throw new Undelivered(
      messages.filter((message) => left.has(message)),
      { cause: first[1] },
    );
  }

  async close(): Promise<void> {
    for (const connection of this.#lanes) connection?.destroy();
  }

  async #deliverOn(lane: number, messages: readonly Message[]): Promise<Faults> {
    try {
      return await sendAll(await this.#openLane(lane), messages);
    } catch (fault) {
      return messages.map((message) => [message, fault]);
    }
  }

  async #openLane(lane: number): Promise<MllpConnection> {
    const connection = this.#lanes[lane];
    if (connection?.isOpen === true) return connection;
    return (this.#lanes[lane] = await this.#connect());
  }
}

/** The messages that are not acknowledged, and why. */
type Faults = readonly (readonly [Message, unknown])[];

async function sendAll(connection: MllpConnection, messages: readonly Message[]): Promise<Faults> {
  const underWay = new Map<string, Promise<void>>();
  const sent = messages.map((message) => {
    const { controlId, text } = toHl7(message);
    const send = async () => check(await connection.send(Buffer.from(text)));
    // Answers are told apart by their control ids: what is sent twice waits for the answer to the first.
    const answered = underWay.get(controlId)?.then(send) ?? send();
    underWay.set(controlId, answered);
    return answered.then(
      () => [],
      (fault: unknown) => [[message, fault] as const],
    );
  });
  return (await Promise.all(sent)).flat();
}

/** AA: application accept, CA: commit accept (table 0008). Whatever else is answered, the message is sent again. */
function check(acknowledgement: Buffer): void {
  const code = acknowledges(acknowledgement)?.code ?? 'nothing';
  if (code !== 'AA' && code !== 'CA') throw new Error(`a message was answered with ${code}`);
}
