import { hash } from 'node:crypto';
import {
  StoreAway,
  type MessageStore,
  type Passing,
  type SourceMessage,
  type Taking,
} from '../source-messages/source-message.js';

/** A message store that keeps everything in memory, and can be away. */
export class RememberingStore implements MessageStore {
  readonly messages: SourceMessage[] = [];
  readonly passings: Passing[] = [];
  isAway = false;
  private readonly answers = new Map<string, string>();

  take(message: SourceMessage): Promise<Taking> {
    if (this.isAway) return Promise.reject(new StoreAway());
    const { sender, controlId, body, answer } = message;
    const key = JSON.stringify([sender, controlId, hash('sha256', body)]);
    const known = this.answers.get(key);
    if (known !== undefined) return Promise.resolve({ isRepeat: true, answer: known });
    this.answers.set(key, answer);
    this.messages.push(message);
    return Promise.resolve({ isRepeat: false, answer });
  }

  count(passing: Passing): Promise<void> {
    if (this.isAway) return Promise.reject(new StoreAway());
    this.passings.push(passing);
    return Promise.resolve();
  }
}
