import {
  StoreAway,
  type MessageStore,
  type Passing,
  type SourceMessage,
  type Taking,
} from '../../source-messages/source-message.js';

/** A store that forgets at the end of the process. A message without a control id is never a repeat. */
export class InMemoryStore implements MessageStore {
  readonly messages: SourceMessage[] = [];
  readonly passings: Passing[] = [];
  /** While true nothing is committed. */
  isAway = false;
  /** Takings until the store goes away. */
  awayAfter = Infinity;

  async take(message: SourceMessage): Promise<Taking> {
    if (this.isAway || this.messages.length >= this.awayAfter) throw new StoreAway('away');
    const { sender, controlId, body } = message;
    const first = this.messages.find(
      (one) => controlId !== '' && one.sender === sender && one.controlId === controlId && one.body.equals(body),
    );
    if (first !== undefined) return { isRepeat: true, answer: first.answer };
    this.messages.push(message);
    return { isRepeat: false, answer: message.answer };
  }

  async count(passing: Passing): Promise<void> {
    if (this.isAway) throw new StoreAway('away');
    this.passings.push(passing);
  }

  get events() {
    return this.messages.flatMap(({ events }) => events);
  }

  get work() {
    return this.messages.flatMap(({ work }) => work.map(({ reason, path }) => `${reason} ${path}`));
  }

  get skipped() {
    return this.passings.map(({ fate, reason, type }) => `${fate} ${reason} ${type}`);
  }
}
