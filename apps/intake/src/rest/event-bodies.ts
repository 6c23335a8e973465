import { isUtf8 } from 'node:buffer';
import { itemsOf, withoutBlanks } from '../events/json-text.js';

/** How the events of a request stand in its body. */
type Form = 'one' | 'batch' | 'one-or-batch' | 'lines';

/** CloudEvents JSON format 1.0.2, sections 3 and 4; plain JSON may be either. */
const forms: Readonly<Record<string, Form>> = {
  'application/cloudevents+json': 'one',
  'application/cloudevents-batch+json': 'batch',
  'application/json': 'one-or-batch',
  'application/x-ndjson': 'lines',
};

export const eventMediaTypes: readonly string[] = Object.keys(forms);

/** A body that can't be taken apart; the message is for the caller. */
export class UnreadableBody extends Error {
  override readonly name = 'UnreadableBody';

  constructor(
    message: string,
    readonly status: 400 | 415,
  ) {
    super(message);
  }
}

export interface EventBodies {
  readonly items: readonly Buffer[];
  /** One event was sent as itself, not a list of one. */
  readonly isSingle: boolean;
}

/** Takes a request's body apart into events, each as its own JSON. */
export function eventBodies(body: Buffer, contentType: string): EventBodies {
  const [mediaType = '', ...parameters] = contentType.split(';').map((part) => part.trim().toLowerCase());
  const form = Object.hasOwn(forms, mediaType) ? forms[mediaType] : undefined;
  if (form === undefined) throw new UnreadableBody(`Send one of ${eventMediaTypes.join(', ')}.`, 415);
  const charset = parameters.find((parameter) => parameter.startsWith('charset='));
  if (charset !== undefined && !/^charset="?utf-?8"?$/.test(charset)) {
    throw new UnreadableBody('Send JSON in UTF-8.', 415);
  }
  if (!isUtf8(body)) throw new UnreadableBody('The body is not UTF-8. Send JSON in UTF-8.', 400);
  if (body.length === 0) return { items: [], isSingle: false };
  const text = body.toString().replace(/^\uFEFF/, '');
  if (form === 'lines') return { items: linesOf(text), isSingle: false };
  const isArray = Array.isArray(parsed(text));
  if (isArray && form !== 'one') return { items: itemsOf(withoutBlanks(text)).map(toBytes), isSingle: false };
  if (form === 'batch') throw new UnreadableBody('A batch is a JSON array of CloudEvents.', 400);
  return { items: [toBytes(text)], isSingle: true };
}

function linesOf(text: string): Buffer[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(toBytes);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableBody('The body is not JSON.', 400);
  }
}

function toBytes(text: string): Buffer {
  return Buffer.from(text);
}
