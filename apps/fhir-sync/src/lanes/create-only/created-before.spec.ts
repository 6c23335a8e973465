import { describe, expect, it } from '@jest/globals';
import { createdBefore } from './created-before.js';
import { likenessOf } from './likeness.js';

const tag = { system: 'https://ilium.example/CodeSystem/tag', code: 'ilium' };
const concept = (system: string, code: string) => ({ coding: [{ system, code }] });
const left = [concept('http://snomed.info/sct', '7771000')];
const right = [concept('http://snomed.info/sct', '24028007')];

/** Of the patient, the code and the minute that all here have. */
const common = {
  resourceType: 'Procedure',
  status: 'completed',
  subject: { reference: 'Patient/1' },
  code: concept('http://www.ama-assn.org/go/cpt', '27096'),
  performedDateTime: '2026-03-12T10:05:00-05:00',
};
const ours = { ...common, id: 'p1', meta: { tag: [tag] }, bodySite: left };
const sentAt = Date.parse('2026-03-12T16:00:00Z');
const [before, later] = ['2026-03-12T15:15:00Z', '2026-03-12T16:00:03Z'];

/** A server that drops identifiers, with these records in the patient's chart. */
function found(chart: readonly object[], { sentSince }: { sentSince: number | undefined } = { sentSince: sentAt }) {
  const entry = chart.map((fields, index) => ({ resource: { ...common, id: `there-${index}`, ...fields } }));
  const target = {
    batch: async (urls: readonly string[]) =>
      urls.map((url) => {
        const resource = { resourceType: 'Bundle', entry: url.includes('identifier=') ? [] : entry };
        return { status: 200, version: null, outcome: undefined, resource };
      }),
  };
  const resource = JSON.stringify(ours);
  const searching = { target, taken: async () => new Set<string>(), hasTwin: async () => false };
  return createdBefore({ resource, sent: likenessOf(resource), sentSince }, searching);
}

describe('a clinician’s own record of the same patient, code and minute', () => {
  const clinicians = { bodySite: right, meta: { lastUpdated: later } };
  const same = { bodySite: left, meta: { lastUpdated: later } };

  it('is not ours where it was there before ours was sent, also when it says the same', async () => {
    expect(await found([{ ...same, meta: { lastUpdated: before } }])).toEqual({ kind: 'none' });
  });

  it('is left to a person where it says something else and came later', async () => {
    expect(await found([clinicians])).toEqual({ kind: 'unclear' });
  });

  it('is left to a person where it was there before and nobody knows when ours was first sent', async () => {
    const earlier = { ...clinicians, meta: { lastUpdated: before } };
    expect(await found([earlier], { sentSince: undefined })).toEqual({ kind: 'unclear' });
  });

  it.each([
    ['recorder', { recorder: { reference: 'Practitioner/7' } }],
    ['source', { meta: { lastUpdated: later, source: 'urn:example:ward' } }],
  ])('is left to a person where it says the same, and names another author: %s', async (_element, fields) => {
    expect(await found([{ ...same, ...fields }])).toEqual({ kind: 'unclear' });
  });

  it('is none where ours is there beside it, by its tag', async () => {
    expect(await found([clinicians, { meta: { lastUpdated: later, tag: [tag] } }])).toEqual({
      ...{ kind: 'found', place: 'Procedure/there-1' },
    });
  });
});

describe('the only record that was written since, and is like ours', () => {
  it('is ours where it carries our tag, whatever the server dropped of it', async () => {
    expect(await found([{ meta: { lastUpdated: later, tag: [tag] } }])).toMatchObject({ kind: 'found' });
  });

  it.each([
    ['and the server is a little slow', { meta: { lastUpdated: '2026-03-12T15:59:00Z' } }],
    ['and HAPI numbers its requests', { meta: { lastUpdated: later, source: '#Xk2' } }],
    ['and the server does not say when it was written', {}],
  ])('is ours where it says all that ours does, %s', async (_how, fields) => {
    expect(await found([{ bodySite: left, ...fields }])).toMatchObject({ kind: 'found' });
  });
});
