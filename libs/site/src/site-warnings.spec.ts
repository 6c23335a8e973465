import { describe, expect, test } from '@jest/globals';
import { SiteError } from './faults.js';
import { readSiteFile, siteOf } from './site.js';
import { siteWarnings } from './site-warnings.js';

const read = (text: string) => readSiteFile({ path: 'a.yaml', text: `name: a\n${text}` });

function warnings(text: string): readonly string[] {
  const { content, placed } = read(text);
  return siteWarnings(siteOf(content, [])).flatMap((one) =>
    placed([one]).map(({ line, key, message }) => `${one.level} ${line} ${key}: ${message}`),
  );
}

const door = (more: string) => `listeners: [{ name: a, port: 4620, charset: UTF-8, ${more} }]\n`;
const scores = (column: string) =>
  `csv: { app: { application: A, patient: { column: p, type: MR }, measures: { ${column}: {} } } }`;
const patients = "identifiers: [{ kind: patient, system: 'urn:x:1' }";

describe('what a site file most likely does not mean', () => {
  test.each([
    ['', 'hint 1 listeners: no listener'],
    [`environment: production\n${door('host: 0.0.0.0')}`, 'warning 3 listeners[0].host: a production door'],
    ['listeners: [{ name: a, port: 0 }]', 'warning 2 listeners[0].port: port 0'],
    ['listeners: [{ name: a, port: 1 }]', 'hint 2 listeners[0].charset: without it'],
    [door(''), 'hint 1 identifiers: no row of kind patient'],
    [`${patients}, { kind: patient, type: MR, system: 'urn:x:2' }]`, 'warning 2 identifiers[1]: never reached'],
    ['senders: { A: { families: { ADT: chart } } }', 'hint 2 senders.A.families.ADT: this family'],
    ['observations: { codes: [{ code: X }] }', 'hint 2 observations.codes[0]: no measure has this code'],
    [scores('nothing'), 'warning 2 csv.app.measures.nothing: no measure has this code'],
    [scores('nrs'), 'warning 2 csv.app.patient: no row of identifiers fits'],
    [
      `fhir: { sources: [{ name: e, baseUrl: 'https://e.x/f' }] }\ntargets: [{ name: t, url: 'https://e.x/f' }]`,
      'warning 3 targets[0].systemOfRecord: `e` of fhir.sources tells us of Procedure, MedicationAdministration',
    ],
    [
      `environment: production\ntargets: [{ name: t, url: 'http://e.x/f', environment: production }]`,
      'warning 3 targets[0].url: without https',
    ],
    ['files: { watch: [{ folder: a, format: csv }] }', 'warning 2 files.watch[0]: CSV files need a map'],
  ])('is told with its place: %s', (text, expected) => {
    expect(warnings(text).join('\n')).toContain(expected);
  });

  test.each([
    [
      'a door with TLS',
      `environment: production\n${door('host: 0.0.0.0, tls: { certificate: a, key: b }')}${patients}]`,
    ],
    ['a door on this machine', `environment: production\n${door('host: 127.0.0.1')}${patients}]`],
    ['rows in order', `${door('')}${patients.replace('{ ', '{ type: MR, ')}, { kind: patient, system: 'urn:x:2' }]`],
    ['rows of any kind before patients', `${door('')}identifiers: [{ system: 'urn:x:2' }, ${patients.slice(14)}]`],
    [
      'a code of a measure',
      `${door('')}${patients}]\nobservations: { codes: [{ code: X }] }\ncodes: { measures: [{ code: X, as: nrs }] }`.replace(
        'as: nrs',
        'as: LN|72514-3',
      ),
    ],
  ])('is not found in %s', (_, text) => {
    expect(warnings(text)).toEqual([]);
  });
});

describe('listeners of one file', () => {
  const faults = (text: string) => {
    try {
      read(`listeners: [${text}]`);
    } catch (error) {
      if (error instanceof SiteError) return error.faults;
      throw error;
    }
    return [];
  };

  test.each([
    [
      '{ name: a, port: 1 }, { name: a, port: 2 }',
      ['a.yaml:2:37 listeners[1].name: another listener has this name already'],
    ],
    [
      '{ name: a, port: 1 }, { name: b, port: 1 }',
      ['a.yaml:2:46 listeners[1].port: another listener has this port already'],
    ],
    ['{ name: a, port: 1, host: 0.0.0.0 }, { name: b, port: 1 }', [expect.stringContaining('this port')]],
    ['{ name: a, port: 1 }, { name: b, port: 1, host: 127.0.0.2 }', []],
    ['{ name: a, port: 0 }, { name: b, port: 0 }', []],
  ])('have names and addresses of their own: %s', (text, expected) => {
    expect(faults(text)).toEqual(expected);
  });
});
