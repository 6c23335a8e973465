import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import type { DesiredRecord, DesiredResource } from '@ilium/contracts';
import { z } from 'zod';
import { drug, injection, painScore } from '../../testing/hl7-records.js';
import { documentsOf } from './documents-of.js';
import { replacing } from './replacing.js';
import { takenBack } from './taken-back.js';
import { dated, digestOf } from './written-document.js';

const settings = { target: 'ehr', base: 'https://ilium.example/fhir', timeZone: 'America/New_York' };
const records: readonly DesiredRecord[] = [
  injection('p1'),
  drug('d1', 'Procedure/p1'),
  painScore('o1', 8, { more: { partOf: [{ reference: 'Procedure/p1' }], effectiveDateTime: '2026-03-05' } }),
];

const attachments = z.array(
  z.object({
    attachment: z.object({ contentType: z.string(), data: z.string(), size: z.int(), hash: z.string() }),
  }),
);

function filesOf(resource: DesiredResource) {
  return attachments.parse(resource['content']).map(({ attachment }) => ({
    ...attachment,
    bytes: Buffer.from(attachment.data, 'base64'),
  }));
}

function only<Item>([item, ...more]: readonly Item[]): Item {
  if (item === undefined || more.length > 0) throw new Error('One was expected.');
  return item;
}

const document = only(documentsOf(records, settings));

describe('a document in FHIR', () => {
  it('names patient, visit and time by what the records say, and itself by its version', () => {
    const { resource } = document;
    expect(resource).toMatchObject({
      resourceType: 'DocumentReference',
      masterIdentifier: {
        system: 'https://ilium.example/fhir/document-version',
        value: `${resource.id}.${document.digest}`,
      },
      identifier: [{ system: 'https://ilium.example/fhir/document', value: resource.id }],
      status: 'current',
      type: { coding: [{ code: 'UNK' }], text: 'Summary of a procedure session' },
      category: [{ coding: [{ code: 'clinical-note' }] }, { coding: [{ code: 'session' }] }],
      subject: { type: 'Patient', identifier: { system: 'urn:oid:1.2.3', value: '1' } },
      author: [{ type: 'Device', identifier: { value: 'ilium' } }],
      description: 'Sacroiliac joint injection, 2026-03-12',
      context: {
        encounter: [{ type: 'Encounter', identifier: { system: 'urn:oid:1.2.4', value: 'V1' } }],
        period: { start: '2026-03-12T14:05:00Z', end: '2026-03-12T14:23:00Z' },
      },
    });
    expect(`${document.key} ${resource.id}`).not.toMatch(/V1|urn/);
  });

  it('holds text and PDF, each with its size and its SHA-1', () => {
    const files = filesOf(document.resource);
    expect(files.map(({ contentType }) => contentType)).toEqual(['text/plain; charset=UTF-8', 'application/pdf']);
    for (const { bytes, size, hash } of files) {
      expect(size).toBe(bytes.length);
      expect(hash).toBe(createHash('sha1').update(bytes).digest('base64'));
    }
    expect(files[0]?.bytes.toString()).toBe(`Sacroiliac joint injection, 2026-03-12
======================================

Patient:      1 (urn:oid:1.2.3)
Visit:        V1 (urn:oid:1.2.4)
Performed by: 1234567893 (http://hl7.org/fhir/sid/us-npi)

Sacroiliac joint injection
--------------------------
Status: completed
Performed: 2026-03-12 10:05 -04:00 to 2026-03-12 10:23 -04:00
Site: Left sacroiliac joint

Drugs
-----
- triamcinolone; completed; 40 mg; 2026-03-12 10:13 -04:00

Scores
------
- Pain, numeric rating scale 0-10: 8; 2026-03-05

Document ${document.resource.id}, revision 1
Made by Ilium from records of the hospital.
`);
  });

  it('has the type and the category that the site names', () => {
    const types = { session: { coding: [{ system: 'http://loinc.org', code: '28570-0' }] } };
    const category = { text: 'Procedure notes' };
    const { resource } = only(documentsOf(records, { ...settings, types, category }));
    expect(resource).toMatchObject({ type: types.session, category: [category, {}] });
  });

  it('gets the moment at which it is new, which changes nothing that it says', () => {
    const at = new Date('2026-03-13T08:00:00.123Z');
    const resource = dated(document.resource, at);
    expect(resource['date']).toBe('2026-03-13T08:00:00Z');
    expect(resource['content']).toMatchObject([
      { attachment: { creation: '2026-03-13T08:00:00Z' } },
      { attachment: { creation: '2026-03-13T08:00:00Z' } },
    ]);
    expect(digestOf(resource)).toBe(document.digest);
    expect(digestOf({ resourceType: 'DocumentReference', id: 'x' })).toBeUndefined();
  });
});

describe('a document in the place of others', () => {
  it('names them by their ids on the server', () => {
    expect(replacing(document.resource, ['DocumentReference/22', 'DocumentReference/11'])).toMatchObject({
      status: 'current',
      relatesTo: [
        { code: 'replaces', target: { reference: 'DocumentReference/11' } },
        { code: 'replaces', target: { reference: 'DocumentReference/22' } },
      ],
    });
    expect(replacing(document.resource, [])).toEqual(document.resource);
  });

  it('says that they were entered in error, where their records were taken back', () => {
    const { resource, ...said } = injection('p1', { more: { status: 'entered-in-error' } });
    const over = only(documentsOf([{ ...said, resource }], settings));
    expect(over.key).toBe(document.key);
    expect(over.resource).toMatchObject({ status: 'entered-in-error', description: 'ENTERED IN ERROR' });
    expect(replacing(over.resource, ['DocumentReference/11'])).toMatchObject({
      status: 'current',
      relatesTo: [{ code: 'replaces' }],
    });
    expect(filesOf(over.resource)[0]?.bytes.toString()).toContain('Please disregard what this document said');
  });

  it('takes one out of the chart of a patient whom it was not about', () => {
    const moved = takenBack(document.resource, 4, settings);
    expect([moved.key, moved.isOver, moved.revision]).toEqual([document.key, true, 4]);
    const { type, category, subject } = document.resource;
    expect(moved.resource).toMatchObject({ status: 'entered-in-error', type, category, subject });
  });
});
