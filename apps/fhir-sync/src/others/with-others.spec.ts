import { describe, expect, it } from '@jest/globals';
import { changedThere, withOthers } from './with-others.js';

const base = 'https://ilium.example/fhir';
const ours = {
  resourceType: 'Procedure',
  id: 'p1',
  meta: { tag: [{ system: `${base}/CodeSystem/tag`, code: 'ilium' }] },
  identifier: [{ system: 'urn:oid:1.2.3', value: '1' }],
  status: 'completed',
  code: { coding: [{ system: 'cpt', code: '27096' }] },
  performedDateTime: '2026-03-12T10:05:00-05:00',
  bodySite: [{ coding: [{ system: 'sct', code: '39723000' }], text: 'Left' }],
};

describe('our record beside what others added', () => {
  it.each([
    ['an element that is not ours', { note: [{ text: 'theirs' }] }, { note: [{ text: 'theirs' }] }],
    [
      'an identifier of another system',
      { identifier: [...ours.identifier, { system: 'theirs', value: '9' }] },
      { identifier: [...ours.identifier, { system: 'theirs', value: '9' }] },
    ],
    ['an extension', { extension: [{ url: 'theirs' }] }, { extension: [{ url: 'theirs' }] }],
  ])('keeps %s', (_what, theirs, kept) => {
    expect(withOthers(ours, { ...ours, ...theirs })).toEqual({ resource: { ...ours, ...kept }, isShared: true });
  });

  it.each([
    ['an element of ours', { status: 'stopped' }],
    ['one that we no longer say', { complication: [{ text: 'older' }], performedPeriod: { start: '2026' } }],
    ['an older identifier under one of our systems', { identifier: [{ system: 'urn:oid:1.2.3', value: '0' }] }],
    ['our own extension', { extension: [{ url: `${base}/StructureDefinition/replaced-by` }] }],
    ['what the server writes', { id: '17', meta: { versionId: '2' }, text: { status: 'generated' } }],
  ])('does not take over %s', (_what, theirs) => {
    expect(withOthers(ours, { ...ours, ...theirs })).toEqual({ resource: ours, isShared: false });
  });
});

describe('what others changed of ours', () => {
  const written = { ...ours, status: 'in-progress' };

  it.each([
    ['nothing, where only we have changed', written, []],
    ['nothing, where they wrote what we want as well', ours, []],
    ['nothing of ours, where they added', { ...written, note: [{ text: 'theirs' }] }, []],
    ['the element', { ...written, bodySite: [{ text: 'Right' }] }, ['bodySite']],
    ['several', { ...written, status: 'stopped', performedDateTime: '2026-03-13' }, ['status', 'performed[x]']],
  ])('is %s', (_what, theirs, elements) => {
    expect(changedThere(ours, theirs, written)).toEqual(elements);
  });

  it('is all that differs, where the server does not show what we wrote', () => {
    expect(changedThere(ours, written, undefined)).toEqual(['status']);
  });
});
