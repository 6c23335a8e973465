import { hash } from 'node:crypto';
import type { EventDraft } from '../../source-messages/source-message.js';

/** Held at once, however long the file is; some 10 MB. */
const mostNames = 50_000;

const digits = 16;

/**
 * Finds rows that say something else under a name that an earlier row of the file had: the later one replaces the earlier
 * one, also where both are true. A row that was stated later is a correction. Looks back over the last 50 000 scores.
 */
export function repeatedNames(most = mostNames): (events: readonly EventDraft[]) => boolean {
  const seen = new Map<string, string>();
  return (events) =>
    // All are looked at: each is remembered.
    events.filter((event) => {
      const [name, content] = [digestOf(nameOf(event)), digestOf(event.data)];
      const before = seen.get(name);
      seen.delete(name);
      seen.set(name, content);
      const [oldest] = seen.keys();
      if (seen.size > most && oldest !== undefined) seen.delete(oldest);
      return before !== undefined && before !== content;
    }).length > 0;
}

function nameOf({ data, time }: EventDraft): object {
  return { identifier: 'identifier' in data ? data.identifier : undefined, time };
}

function digestOf(content: object): string {
  return hash('sha256', JSON.stringify(content), 'hex').slice(0, digits);
}
