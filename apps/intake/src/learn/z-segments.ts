import { Counts, WordCounts } from './counts.js';
import type { Sample } from './sample.js';
import type { Section } from './section.js';

/** Segments of the site's own, and which of their fields are filled: `procedureFields` may want to read them. */

const mostFields = 50;

export class ZSegments {
  readonly #seen = new Counts<{ readonly segment: string; readonly fields: WordCounts }>(200);

  see({ message }: Sample): void {
    for (const segment of message.segments) {
      if (!segment.name.startsWith('Z')) continue;
      const { name } = segment;
      const seen = this.#seen.add(name, () => ({ segment: name, fields: new WordCounts() }));
      if (seen === undefined) continue;
      for (let field = 1; field <= mostFields; field += 1) {
        if (!segment.field(field).isEmpty) seen.fields.see(`${name}-${field}`);
      }
    }
  }

  sections(): readonly Section[] {
    const rows = this.#seen.rows().map(({ thing: { segment, fields }, count }) => ({
      count,
      segment,
      filled: fields
        .rows()
        .map(({ thing, count: times }) => `${thing} ${times}`)
        .join(', '),
    }));
    return [{ name: 'zSegments', title: 'Segments of their own (Z), and the fields that are filled', rows }];
  }
}
