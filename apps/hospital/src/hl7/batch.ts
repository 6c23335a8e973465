import type { Message } from '../feed/message.js';
import { segment } from './segment.js';
import { toHl7 } from './to-hl7.js';

/** A file of one batch (chapter 2, section 2.10.3), a segment a line: FHS, BHS, messages, BTS, FTS. */
export function* batchOf(messages: Iterable<Message>): Generator<string> {
  yield `FHS|^~\\&|SIM|RIVERSIDE|ILIUM|RIVERSIDE\nBHS|^~\\&|SIM|RIVERSIDE|ILIUM|RIVERSIDE\n`;
  let count = 0;
  for (const message of messages) {
    count += 1;
    yield toHl7(message).text.replaceAll('\r', '\n');
  }
  yield `${segment('BTS', { 1: count })}\n${segment('FTS', { 1: 1 })}\n`;
}
