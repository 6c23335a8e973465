import { describe, expect, it } from '@jest/globals';
import type { Identity } from './identity.js';
import { identityDigest } from './identity-digest.js';

const subject = 'Patient?urn:oid:1.2|4711';
const source: Identity = { birthDate: '1961-07-04', gender: 'female', families: ['Example', 'Sample'] };
const chart: Identity = { birthDate: '1961-07-14', families: ['Example'] };
const digest = identityDigest(subject, source, chart);

describe('the digest of what was compared', () => {
  it('is the same in whatever order, and however often, names come', () => {
    const named = { ...source, families: ['Sample', 'Example', 'Sample'] };
    expect(identityDigest(subject, named, chart)).toBe(digest);
    const { families, gender, birthDate } = source;
    expect(identityDigest(subject, { families, gender: gender ?? '', birthDate: birthDate ?? '' }, chart)).toBe(digest);
  });

  it.each<readonly [string, string, Identity, Identity]>([
    ['the number is another one', 'Patient?urn:oid:1.2|4712', source, chart],
    ['the sides are changed', subject, chart, source],
    ['the source’s date of birth is another one', subject, { ...source, birthDate: '1961-07' }, chart],
    ['the source’s sex is another one', subject, { ...source, gender: 'other' }, chart],
    ['the source has one name less', subject, { ...source, families: ['Example'] }, chart],
    ['the chart says more', subject, source, { ...chart, gender: 'female' }],
    ['the chart’s name is another one', subject, source, { ...chart, families: ['Examples'] }],
    ['a name is spelled otherwise', subject, source, { ...chart, families: ['EXAMPLE'] }],
    ['two names are one', subject, { ...source, families: ['Example,Sample'] }, chart],
  ])('is another one when %s', (_what, ...compared) => {
    expect(identityDigest(...compared)).not.toBe(digest);
  });

  it('shows nothing of them', () => {
    expect(digest).toMatch(/^[\w-]{43}$/);
  });
});
