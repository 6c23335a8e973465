import { expect, test } from '@jest/globals';
import { goldenCases } from '../testing/golden-cases.js';

/** Every rule and every trap has a case that shows it, or stands here with the reason why none can. */
const notShown: Readonly<Record<string, string>> = {
  'clinical rule 23': 'sentences are made of many patients: apps/analytics',
  'clinical rule 24': 'what may be published is decided over many patients: apps/analytics',
  'trap 1': 'check digits are a property of the tables: terminology/code-tables.spec.ts',
  'trap 2': 'about the mapping of HL7 v2 segments, which happens before there is an event',
  'trap 16': 'about reading volumes: which payers pay for what shows in no record',
  'trap 17': 'about versions of profiles: conformance/golden-conformance.spec.ts checks every golden file with each',
  'trap 20': 'about HL7 v2.5.1, whose OBX can not say a body site: an event can',
  'trap 22': 'about headers on Kafka: libs/contracts',
  'trap 23': 'about the shape of notifications, which nothing here writes',
  'trap 24': 'about acknowledgements, which are sent before there is an event',
  'trap 25': 'ids are handed in, and those of golden files have no secret: apps/mapper makes them',
  'trap 27': 'about wording that must not be shipped: no file can show what is absent everywhere',
  'trap 28': 'about numbers of simulated feeds: apps/hospital',
};

const topics = [
  'procedure types',
  'steps',
  'intent',
  'sessions and sides',
  'measures',
  'episodes',
  'derived outcomes',
  'prior treatments',
  'complications',
  'coverage',
  'corrections',
  'privacy',
];
const numbered = (what: string, last: number) => Array.from({ length: last }, (_, index) => `${what} ${index + 1}`);
const toShow = [...numbered('clinical rule', 26), ...numbered('trap', 28), ...topics];
const shown = new Set(goldenCases.flatMap(({ covers }) => covers));

test.each(toShow.filter((name) => !(name in notShown)))('%s is shown by a case', (name) => {
  expect(goldenCases.filter(({ covers }) => covers.includes(name))).not.toEqual([]);
});

test('what no case can show is shown by none', () => {
  expect(Object.keys(notShown).filter((name) => shown.has(name))).toEqual([]);
});

test('no case covers what there is not', () => {
  expect([...shown].filter((name) => !toShow.includes(name))).toEqual([]);
});

test('there are at least 80 cases, each with a sentence for a clinician', () => {
  expect(goldenCases.length).toBeGreaterThanOrEqual(80);
  expect(goldenCases.filter(({ about }) => !/^[\p{L}\p{N}].{30,}\.$/su.test(about)).map(({ name }) => name)).toEqual(
    [],
  );
});
