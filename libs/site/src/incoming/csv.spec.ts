import { describe, expect, test } from '@jest/globals';
import { SiteError } from '../faults.js';
import { readSiteFile } from '../site.js';

const scores = 'application: APP, patient: { column: mrn }, effective: { column: day }';
const wide = 'measures: { nrs: {} }';

function faultsIn(text: string): readonly string[] {
  try {
    readSiteFile({ path: 'a.yaml', text: `name: a\n${text}` });
  } catch (error) {
    if (error instanceof SiteError) return error.faults;
    throw error;
  }
  return [];
}

describe('a map of CSV files', () => {
  test('needs an application, the patient and the columns of scores, and has defaults for the rest', () => {
    const { csv } = readSiteFile({ path: 'a.yaml', text: `name: a\ncsv: { app: { ${scores}, ${wide} } }` }).content;
    expect(csv['app']).toMatchObject({ family: 'csv', separator: ',', charset: 'UTF-8', decimal: '.', missing: {} });
  });

  test.each([
    [`csv: { app: { ${scores} } }`, 'either measures (one column a score) or measure (one row a score) expected'],
    [`csv: { app: { ${scores}, ${wide}, measure: { code: c, value: v } } }`, 'either measures'],
    [`csv: { App: { ${scores}, ${wide} } }`, 'csv.App'],
    [`csv: { app: { ${scores}, ${wide}, charset: klingon } }`, 'a character set expected'],
    [`csv: { app: { ${scores}, ${wide}, dates: [soon] } }`, 'a form of dates expected'],
    [`csv: { app: { ${scores}, ${wide}, dates: [YYYY-MM-MM] } }`, 'each part of a date once expected'],
    [`csv: { app: { ${scores}, ${wide}, times: ['HH:mm h'] } }`, 'each part of a time once expected'],
    [`csv: { app: { ${scores}, ${wide}, misssing: {} } }`, 'is missing meant?'],
    [`csv: { app: { ${scores}, ${wide}, missing: { '-99': why } } }`, 'csv.app.missing.-99'],
  ])('%s is refused with its place', (text, fault) => {
    expect(faultsIn(text).join('\n')).toContain(fault);
    expect(faultsIn(text).join('\n')).toMatch(/^a\.yaml:\d+:\d+ /);
  });
});

describe('watched folders', () => {
  test.each([
    ['watch: [{ folder: /a, csv: app }]', 'files.watch[0].csv: a map of `csv` expected'],
    ['watch: [{ folder: /a }, { folder: /a }]', 'files.watch[1].folder: this folder is watched already'],
    ['watch: [{ folder: /a, done: x, failed: x }]', 'another folder than `done` expected'],
    ['watch: [{ folder: /a, done: ../x }]', 'the name of a folder within the watched one expected'],
    ['watch: [{ folder: /a, source: ehr }]', 'files.watch[0].source: a source of `fhir` expected'],
    ['watch: [{ folder: /a, format: xml }]', 'files.watch[0].format'],
  ])('%s is refused with its place', (text, fault) => {
    expect(faultsIn(`files: { ${text} }`).join('\n')).toContain(fault);
  });

  test('may name any map of the site', () => {
    expect(faultsIn(`csv: { app: { ${scores}, ${wide} } }\nfiles: { watch: [{ folder: /a, csv: app }] }`)).toEqual([]);
  });
});
