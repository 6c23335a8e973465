import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { DesiredRecord } from '@ilium/contracts';
import * as fc from 'fast-check';
import { z } from 'zod';
import { drug, injection, painScore } from '../../testing/hl7-records.js';
import { documentId } from './document-id.js';
import { documentsOf } from './documents-of.js';
import type { PatientDocument } from './patient-document.js';

const settings = { target: 'ehr', base: 'https://ilium.example/fhir', timeZone: 'America/New_York' };
const of = (anchor: string) => `DocumentReference/${documentId(anchor, 'ehr')}`;
const told = (records: readonly DesiredRecord[]) => documentsOf(records, settings);
const byKey = (documents: readonly PatientDocument[]) => new Map(documents.map((one) => [one.key, one]));
const digests = (documents: readonly PatientDocument[]) => new Map(documents.map(({ key, digest }) => [key, digest]));

function score(id: string, value: number, effectiveDateTime: string, more: object = {}, revision = 1): DesiredRecord {
  const partOf = [{ reference: 'Procedure/p1' }];
  return painScore(id, value, { revision, more: { partOf, effectiveDateTime, ...more } });
}

function takenBack({ key, revision, resource }: DesiredRecord): DesiredRecord {
  const { resourceType, id, meta, subject, code, category } = resource;
  const left = { resourceType, id, meta, subject, code, status: 'entered-in-error', ...(category ? { category } : {}) };
  return { key, revision: revision + 1, resource: left };
}

/** A session of two procedures with its baseline, and two follow-ups. */
const course: readonly DesiredRecord[] = [
  injection('p1'),
  injection('p2', { revision: 5 }),
  drug('d1', 'Procedure/p2'),
  score('o1', 8, '2026-03-05'),
  score('o2', 4, '2026-03-12T16:00:00Z'),
  score('o3', 3, '2026-03-26T13:20:00Z', {}, 7),
  score('o4', 2, '2026-03-26'),
  score('o5', 1, '2026-06-12'),
];

const golden = new URL('../../../../../libs/clinical/src/golden/all-figures-in-the-chart.fhir.json', import.meta.url);
const bundle = z.object({
  entry: z.array(z.object({ resource: z.looseObject({ resourceType: z.string(), id: z.string() }) })),
});
const figures = bundle.parse(JSON.parse(readFileSync(golden, 'utf8'))).entry.map(({ resource }, index) => ({
  key: `${resource.resourceType}/${resource.id}`,
  revision: index + 1,
  resource,
}));

describe('the documents of a patient', () => {
  it('are one for each session and one for each day of follow-up', () => {
    expect(told(course).map(({ key, revision, members }) => [key, revision, members.join(' ')])).toEqual(
      [
        [of('Procedure/p1'), 5, 'MedicationAdministration/d1 Observation/o1 Observation/o2 Procedure/p1 Procedure/p2'],
        // Its newest record is the procedure that it comes after, or a score of its own.
        [of('Observation/o3'), 7, 'Observation/o3 Observation/o4'],
        [of('Observation/o5'), 5, 'Observation/o5'],
      ].toSorted((a, b) => (String(a[0]) < String(b[0]) ? -1 : 1)),
    );
  });

  it('are the same for any order in which the records come', () => {
    const documents = told(figures);
    const seen = JSON.stringify(documents);
    fc.assert(
      fc.property(fc.shuffledSubarray(figures, { minLength: figures.length }), (shuffled) => {
        expect(digests(told(shuffled))).toEqual(digests(documents));
      }),
    );
    expect(JSON.stringify(told(figures.toReversed()))).toBe(seen);
  });

  it('have a figure with the last score that it was derived from, whatever day it was derived', () => {
    const figure = score('f1', 14, '2026-07-01', {
      derivedFrom: [{ reference: 'Observation/o1' }, { reference: 'Observation/o3' }],
      method: { coding: [{ system: `${settings.base}/CodeSystem/rules`, code: '2' }] },
    });
    const documents = byKey(told([...course, figure]));
    expect(documents.get(of('Observation/o3'))?.members).toContain('Observation/f1');
    // A figure has a lower key, and the document is filed under the answer all the same.
    expect(documents.has(of('Observation/f1'))).toBe(false);
  });

  it('leave out what belongs to no session', () => {
    const alone = painScore('o9', 5);
    const documents = told([...course, alone, drug('d9', 'Procedure/unknown')]);
    expect(digests(documents)).toEqual(digests(told(course)));
  });

  it('keep what has no day with its session', () => {
    const documents = told([injection('p1'), score('o1', 8, '2026-04')]);
    expect(documents.map(({ members }) => members)).toEqual([['Observation/o1', 'Procedure/p1']]);
  });

  it('tell a patient nothing of another', () => {
    const others = [
      injection('q1', { of: 'other' }),
      painScore('q2', 9, { of: 'other', more: { partOf: [{ reference: 'Procedure/p1' }] } }),
    ];
    const documents = byKey(told([...course, ...others]));
    expect(documents.get(of('Procedure/p1'))?.digest).toBe(byKey(told(course)).get(of('Procedure/p1'))?.digest);
    expect(documents.get(of('Procedure/q1'))?.resource['subject']).toMatchObject({ identifier: { value: 'other' } });
    expect([...documents.values()].flatMap(({ members }) => members)).not.toContain('Observation/q2');
  });
});

describe('a change of the records', () => {
  it('that comes late changes its own document and no other', () => {
    const before = digests(told(course));
    const after = digests(told([...course, score('o6', 1, '2026-06-12T15:00:00Z')]));
    const changed = [...after].filter(([key, digest]) => before.get(key) !== digest).map(([key]) => key);
    expect(changed).toEqual([of('Observation/o5')]);
  });

  it('that says the same in a new revision makes no new document', () => {
    const again = course.map((record) => ({ ...record, revision: record.revision + 10 }));
    expect(digests(told(again))).toEqual(digests(told(course)));
  });

  it('that files a document under a lower key names those in whose place it stands', () => {
    const followUp = byKey(told([...course, score('o0', 1, '2026-03-26')])).get(of('Observation/o0'));
    expect(followUp?.replaces).toEqual([of('Observation/o3'), of('Observation/o4')].toSorted());
    expect(byKey(told(course)).get(of('Procedure/p1'))?.replaces).toEqual(
      ['Observation/o1', 'Observation/o2', 'Procedure/p2'].map(of).toSorted(),
    );
  });

  it('that takes a record back is told under the key of the document that may be filed under it', () => {
    const [first, ...others] = course;
    const documents = byKey(told([...(first === undefined ? [] : [takenBack(first)]), ...others]));
    const over = documents.get(of('Procedure/p1'));
    expect([over?.isOver, over?.revision, over?.members]).toEqual([true, 2, ['Procedure/p1']]);
    expect(documents.get(of('Procedure/p2'))?.isOver).toBe(false);
  });

  it('that takes all back leaves nothing that stands', () => {
    const documents = told(course.map(takenBack));
    expect(documents).toHaveLength(7);
    expect(documents.every(({ isOver }) => isOver)).toBe(true);
  });
});
