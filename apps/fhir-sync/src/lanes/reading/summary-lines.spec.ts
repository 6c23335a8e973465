import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { readRecord } from './records.js';
import { sessionsOf } from './sessions.js';
import { summaryLines } from './summary-lines.js';

const golden = new URL('../../../../../libs/clinical/src/golden/', import.meta.url);
const bundle = z.object({
  entry: z.array(z.object({ resource: z.looseObject({ resourceType: z.string(), id: z.string() }) })),
});

function summaries(name: string): readonly (readonly string[])[] {
  const { entry } = bundle.parse(JSON.parse(readFileSync(new URL(`${name}.fhir.json`, golden), 'utf8')));
  const records = entry.map(({ resource }) =>
    readRecord({ key: `${resource.resourceType}/${resource.id}`, revision: 1, resource }),
  );
  const known = records.filter((record) => record !== undefined);
  return sessionsOf(known, 'America/Chicago').map((session) => summaryLines(session, 'America/Chicago'));
}

function linesWith(name: string, text: string): readonly string[] {
  return summaries(name)
    .flat()
    .filter((line) => line.includes(text));
}

describe('the summary of a session', () => {
  it('tells what was done, what was given, what was found and what was answered, in order', () => {
    const [lines, ...more] = summaries('left-si-injection');
    expect(more).toEqual([]);
    expect(lines?.slice(0, 12)).toEqual([
      'Sacroiliac joint injection',
      'Status: completed',
      'Performed: 2026-03-12 10:05 -05:00 to 2026-03-12 10:23 -05:00',
      'Site: Left sacroiliac joint',
      'Reason: Sacroiliitis (M46.1)',
      'Drugs:',
      '- iohexol; completed; 0.5 mL; Intra-articular route; Sacroiliac joint structure; 2026-03-12 10:11 -05:00',
      '- bupivacaine hydrochloride 5 MG/ML injection; completed; 1 mL; Intra-articular route; Sacroiliac joint structure; 2026-03-12 10:12 -05:00',
      '- triamcinolone; completed; 40 mg; Intra-articular route; Sacroiliac joint structure; 2026-03-12 10:13 -05:00',
      'Scores:',
      '- Oswestry disability index: 46 %; 2026-03-05 09:00 -06:00',
      '- Pain, numeric rating scale 0-10: 8; 2026-03-05 09:00 -06:00',
    ]);
    expect(lines).toContain('- PEG, mean of three items: 3.3; 2026-03-26 09:15 -05:00; recall: 7d');
    expect(lines).toContain('- Patient global impression of change: Much improved; 2026-03-26 09:15 -05:00');
    expect(lines).toHaveLength(22);
  });

  it('says of a drug that was not given, or only billed, that it is so', () => {
    expect(linesWith('administration-not-given', 'triamcinolone')).toEqual([
      '- triamcinolone; NOT GIVEN; 40 mg; Intra-articular route; Sacroiliac joint structure; 2026-03-12 10:13 -05:00',
    ]);
    const billed = linesWith('j-codes-counted-where-the-site-says-so', 'methylprednisolone');
    expect(billed.length).toBeGreaterThan(0);
    expect(billed.filter((line) => !line.endsWith('Billed; not documented as given'))).toEqual([]);
  });

  it('says why there is no value, what contrast showed, and what a range is', () => {
    expect(linesWith('declined-to-answer', 'no value')).toEqual([
      '- Pain, numeric rating scale 0-10: no value (asked-declined); 2026-03-26',
    ]);
    expect(linesWith('bilateral-block-one-score', 'contrast')).toEqual([
      '- What contrast showed: Contrast spread in the joint; 2026-03-12 10:05 -05:00',
    ]);
    expect(linesWith('all-figures-in-the-chart', 'Duration of relief')[0]).toMatch(/: at least 14 d; 2026-03-26/);
  });
});
