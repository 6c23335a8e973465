import { describe, expect, it } from '@jest/globals';
import { compareCharts, type Wanted } from './compare-charts.js';
import type { StoredResource } from './hospital-chart.js';

const subject = { type: 'Patient', identifier: { system: 'urn:test', value: '1' } };

function wanted(id: string, revisions: number, more: object = {}): [string, Wanted] {
  const resource = { resourceType: 'Procedure', id, status: 'completed', subject, ...more };
  return [`Procedure/${id}`, { revisions, resource }];
}

function stored(id: string, versionId: string, more: object = {}): [string, StoredResource] {
  const resource = { resourceType: 'Procedure', id, status: 'completed', subject, meta: { versionId }, ...more };
  return [`Procedure/${id}`, resource];
}

describe('two charts', () => {
  it('agree where the server adds only versions and the places of those who are named', () => {
    const placed = { subject: { ...subject, reference: 'Patient/pat-1' } };
    expect(
      compareCharts(new Map([wanted('a', 3), wanted('b', 1)]), new Map([stored('a', '2', placed), stored('b', '1')])),
    ).toEqual({
      records: 2,
      missing: [],
      surplus: [],
      outOfDate: [],
      revisions: { mean: 2, most: 3 },
      writes: { mean: 1.5, most: 2 },
    });
  });

  it('agree where somebody added a note to a record of ours that has none', () => {
    const note = { note: [{ text: 'added in the chart' }] };
    const charts = [
      new Map([wanted('a', 1), wanted('b', 1, note)]),
      new Map([stored('a', '2', note), stored('b', '1', note)]),
    ] as const;
    expect(compareCharts(...charts).outOfDate).toEqual([]);
  });

  it('differ by what is missing, what nobody derived, and what is not the newest', () => {
    const other = { partOf: [{ reference: 'Procedure/x' }] };
    const findings = compareCharts(
      new Map([wanted('gone', 1), wanted('old', 2), wanted('elsewhere', 1, other), wanted('short', 1, { note: [] })]),
      new Map([
        stored('old', '1', { status: 'entered-in-error' }),
        stored('double', '1'),
        stored('elsewhere', '1', { partOf: [{ reference: 'Procedure/y' }] }),
        stored('short', '1'),
      ]),
    );
    expect(findings).toMatchObject({
      missing: ['Procedure/gone'],
      surplus: ['Procedure/double'],
      outOfDate: ['Procedure/old', 'Procedure/elsewhere', 'Procedure/short'],
    });
  });
});
