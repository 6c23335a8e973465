import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { bareOf, samples } from './sample-records.js';
import { smallPdf } from './small-pdf.js';

const golden = join(import.meta.dirname, '../../../../libs/clinical/src/golden');
const links = {
  ...{ patient: 'Patient/1', run: 'r', procedure: 'Procedure/1', observation: 'Observation/1' },
  number: { system: 's', value: 'v' },
  document: 'DocumentReference/1',
};

/** `Procedure.bodySite.coding.code` */
function paths(value: unknown, above: string): readonly string[] {
  if (Array.isArray(value)) return value.flatMap((item) => paths(item, above));
  if (typeof value !== 'object' || value === null) return [above];
  return Object.entries(value).flatMap(([name, inside]) => paths(inside, `${above}.${name}`));
}

const ofType = (value: object): string => ('resourceType' in value ? String(value.resourceType) : '');
const pathsOf = (records: readonly object[]) => new Set(records.flatMap((record) => paths(record, ofType(record))));

/** A value of another kind is dropped or kept as its neighbours are; what we have no wish to write would be noise; patients are compared. */
const notTried = [
  /^Patient\./,
  /^Observation\.value(Boolean|Range)/,
  /\.extension\./,
  /\.display$/,
  /\.text$/,
  /\.id$/,
];

describe('the records that the probe writes', () => {
  it('have every element that Ilium ever writes, as the golden files tell', () => {
    const written = readdirSync(golden)
      .filter((name) => name.endsWith('.fhir.json'))
      .flatMap((name) => {
        const bundle: { entry?: { resource: object }[] } = JSON.parse(readFileSync(join(golden, name), 'utf8'));
        return (bundle.entry ?? []).map(({ resource }) => resource);
      });
    const tried = pathsOf(samples.map(({ build }) => build(links)));
    const missing = [...pathsOf(written)].filter((path) => !tried.has(path) && !notTried.some((not) => not.test(path)));
    expect(written.length).toBeGreaterThan(500);
    expect(missing).toEqual([]);
  });

  it('have a plain form that keeps what makes them a record', () => {
    const [procedure] = samples.map(({ build }) => bareOf(build(links)));
    expect(Object.keys(procedure ?? {}).toSorted()).toEqual([
      'category',
      'code',
      'performedPeriod',
      'resourceType',
      'status',
      'subject',
    ]);
  });

  it('hold a PDF whose table of contents is right at any size', () => {
    const pdf = smallPdf(10_000).toString('latin1');
    const [, table = ''] = /startxref\n(\d+)\n%%EOF\n$/.exec(pdf) ?? [];
    expect(pdf.length).toBeGreaterThan(10_000);
    expect(pdf.slice(Number(table), Number(table) + 5)).toBe('xref\n');
    for (const [, place = '', number] of [...pdf.matchAll(/(\d{10}) 00000 n/g)].map(([, at], index) => [
      '',
      at,
      index + 1,
    ])) {
      expect(pdf.slice(Number(place)).startsWith(`${number} 0 obj`)).toBe(true);
    }
  });
});
