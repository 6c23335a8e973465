import { hash } from 'node:crypto';
import type { Sample } from './sample.js';
import type { Section } from './section.js';

/** MSH-10: how often it is missing, and how often it comes again. Only counts are kept, and digests while reading. */

const longestOfHl7 = 20;
/** Of so many messages digests are held; what comes later is compared with these. */
const mostHeld = 300_000;

export class ControlIds {
  readonly #digests = new Map<string, string>();
  readonly #counts = { missing: 0, long: 0, same: 0, other: 0 };

  see({ message, bytes, sender }: Sample): void {
    const { whole } = message.field('MSH', 10);
    if (whole === '') {
      this.#counts.missing += 1;
      return;
    }
    if (whole.length > longestOfHl7) this.#counts.long += 1;
    const key = digestOf(JSON.stringify([sender, whole]));
    const content = digestOf(bytes);
    const before = this.#digests.get(key);
    if (before === undefined) {
      if (this.#digests.size < mostHeld) this.#digests.set(key, content);
    } else this.#counts[before === content ? 'same' : 'other'] += 1;
  }

  sections(): readonly Section[] {
    const { missing, long, same, other } = this.#counts;
    const rows = [
      { count: missing, 'MSH-10': 'missing: a repeat can not be told' },
      { count: long, 'MSH-10': `longer than ${longestOfHl7} characters` },
      { count: same, 'MSH-10': 'again from the same sender, same bytes: counted once' },
      { count: other, 'MSH-10': 'again from the same sender, other bytes: each is a message' },
    ];
    return [{ name: 'controlIds', title: 'Control ids', rows: rows.filter(({ count }) => count > 0) }];
  }
}

function digestOf(content: string | Uint8Array): string {
  return hash('sha256', content, 'base64').slice(0, 16);
}
