import { isAscii } from 'node:buffer';
import type { Reading } from '../hl7/read-message.js';
import { decodeBytes } from '../hl7/reading/charset.js';
import type { Header } from '../hl7/reading/header.js';
import type { WorkNote } from '../source-messages/source-message.js';
import { Counts, WordCounts } from './counts.js';
import { shown } from './looks-like-code.js';
import type { ReadSample } from './sample.js';
import type { Section } from './section.js';

/** What stands around the content of messages: type, sender, version, character set, separators. */
export class Envelopes {
  readonly senders = new Counts<{ readonly sender: string; readonly types: WordCounts }>();
  readonly processingIds = new WordCounts();
  readonly #fates = new Counts<{ readonly type: string; readonly fate: string }>();
  readonly #work = new WordCounts();
  readonly #headers = new Counts<{ readonly field: string; readonly value: string }>();

  see(bytes: Uint8Array, { reading, isOfOtherEnvironment }: Omit<ReadSample, 'sample'>): void {
    this.seeFate(reading.type, fateOf(reading));
    if (reading.fate === 'taken') {
      if (isOfOtherEnvironment) this.#work.see('other-environment MSH-11');
      this.seeWork(reading.work);
    }
    if (reading.header !== undefined) this.#seeHeader(bytes, reading.header);
  }

  seeFate(type: string, fate: string): void {
    this.#fates.add(`${type} ${fate}`, () => ({ type, fate }));
  }

  seeWork(work: readonly WorkNote[]): void {
    for (const { reason, path } of work) this.#work.see(`${reason} ${path.replaceAll(/\[\d+\]/g, '')}`);
  }

  /** Of a message whose sender is known. */
  seeSender(sender: string, type: string): void {
    this.senders.add(sender, () => ({ sender, types: new WordCounts() }))?.types.see(type);
  }

  sections(): readonly Section[] {
    return [
      {
        name: 'types',
        title: 'Messages by type, and what becomes of them',
        rows: this.#fates.rows().map(({ thing, count }) => ({ count, ...thing })),
        rest: this.#fates.rest,
      },
      {
        name: 'work',
        title: 'What a person would have to look at',
        rows: this.#work.rows().map(({ thing, count }) => {
          const [reason = '', ...place] = thing.split(' ');
          return { count, reason, place: place.join(' ') };
        }),
        rest: this.#work.rest,
      },
      {
        name: 'senders',
        title: 'Senders (by senderFields)',
        rows: this.senders.rows().map(({ thing: { sender, types }, count }) => ({
          count,
          sender: shown(sender),
          types: typesIn(types),
        })),
        rest: this.senders.rest,
      },
      {
        name: 'headers',
        title: 'Versions, environments, character sets, separators, ends of segments',
        rows: this.#headers.rows().map(({ thing, count }) => ({ count, ...thing })),
        rest: this.#headers.rest,
      },
    ];
  }

  #seeHeader(bytes: Uint8Array, header: Header): void {
    const note = (field: string, value: string) =>
      this.#headers.add(`${field} ${value}`, () => ({ field, value: value === '' ? '(empty)' : value }));
    const processing = shown(header.field(11).text);
    this.processingIds.see(processing);
    note('MSH-11', processing);
    note('MSH-12', shown(header.field(12).text));
    const charset = header.raw(18);
    note('MSH-18', charsetNames.test(charset) ? charset : shown(charset));
    if (charset === '' && !isAscii(bytes)) note('bytes beyond ASCII, MSH-18 empty', bytesRead(bytes));
    const separators = `${header.notation.field}${header.raw(2)}`;
    note('MSH-1, MSH-2', /^[^\p{L}\p{N}\s]{1,6}$/u.test(separators) ? separators : '(unusual)');
    note('segments end with', endsIn(bytes));
  }
}

/** Names of character sets have blanks. */
const charsetNames = /^[A-Za-z0-9 _.:/~-]{1,40}$/;

function fateOf(reading: Reading): string {
  if (reading.fate === 'taken') return 'taken';
  return reading.fate === 'skipped' ? `skipped: ${reading.reason}` : `refused: ${reading.fault.reason}`;
}

/** `ADT^A08 12, DFT^P03 3` */
export function typesIn(types: WordCounts): string {
  return types
    .rows()
    .map(({ thing, count }) => `${thing} ${count}`)
    .join(', ');
}

function bytesRead(bytes: Uint8Array): string {
  return decodeBytes(bytes, 'utf-8') === undefined ? 'no UTF-8; perhaps windows-1252' : 'are UTF-8';
}

function endsIn(bytes: Uint8Array): string {
  const carriageReturn = bytes.indexOf(0x0d);
  if (carriageReturn < 0) return bytes.includes(0x0a) ? 'LF' : '(nothing)';
  return bytes[carriageReturn + 1] === 0x0a ? 'CR LF' : 'CR';
}
