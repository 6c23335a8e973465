import { describe, expect, it } from '@jest/globals';
import { publishedSample } from '../exports/measure-report.samples.js';
import type { SeriesCells } from '../questions/cells.repository.js';
import { reasonsOf } from './reasons.js';

const { statement } = publishedSample;

function missing(whys: Readonly<Record<string, number>>, changes: Partial<SeriesCells> = {}): SeriesCells {
  const cells = Object.entries(whys).map(([what, count]) => ({ figure: 'missing', what, at: 0, until: 0, count }));
  const place = { measure: 'nrs', family: 'pain', painLocation: 'back', recall: '7d' } as const;
  return { procedureType: 'si-joint-injection', window: 'W6', ...place, cells, ...changes };
}

describe('why answers are missing', () => {
  it('is told of the scale, and of those who named none, the most frequent first', () => {
    const groups = [
      missing({ declined: 2, unknown: 1 }),
      missing({ unknown: 4 }, { painLocation: null, recall: null }),
    ];
    expect(reasonsOf(statement, groups)).toEqual([
      { why: 'unknown', count: 5 },
      { why: 'declined', count: 2 },
    ]);
  });

  it.each<[string, Partial<SeriesCells>]>([
    ['location', { painLocation: 'leg' }],
    ['recall period', { recall: '24h' }],
    ['window', { window: 'M3' }],
    ['type of procedure', { procedureType: 'facet-injection' }],
    ['measure', { measure: 'odi' }],
  ])('leaves out those of another %s', (_, changes) => {
    expect(reasonsOf(statement, [missing({ unknown: 3 }, changes)])).toEqual([]);
  });
});
