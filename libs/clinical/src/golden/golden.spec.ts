import { readFileSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parseProcedureEvent, type ProcedureEvent } from '@ilium/contracts';
import { format, resolveConfig } from 'prettier';
import { derive, type PatientOutputs } from '../derive/derive.js';
import { toBundle } from '../fhir/to-bundle.js';
import { chartRules, known } from '../testing/derived.js';
import { plainIds } from '../testing/plain-ids.js';
import { problemsIn } from '../testing/r4-problems.js';

/** What events become, as files that a person and a FHIR validator can read. `UPDATE_GOLDEN=1` writes them anew. */
const cases: readonly (readonly [name: string, asOf: string])[] = [
  ['left-si-injection', '2026-04-30'],
  ['bilateral-by-two-feeds', '2026-04-03'],
  ['corrected-to-right', '2026-04-10'],
  ['not-done-and-stopped', '2026-04-10'],
  ['wrong-patient', '2026-03-25'],
  ['merged-patients', '2026-03-25'],
  ['repeat-injection', '2026-04-20'],
  ['missing-and-unusual-scores', '2026-05-15'],
  ['unmapped-and-contradicting', '2026-03-20'],
];

describe.each(cases)('%s', (name, asOf) => {
  const patients = derive(known(eventsOf(name)), chartRules, asOf, plainIds);
  const bundle = toBundle(
    patients.flatMap(({ resources }) => resources.map(({ resource }) => resource)),
    chartRules.base,
  );
  const outcomes = { asOf, patients: patients.map(withoutRecords) };

  beforeAll(async () => {
    if (process.env['UPDATE_GOLDEN'] === undefined) return;
    await write(fileOf(name, 'fhir.json'), bundle);
    await write(fileOf(name, 'outcomes.json'), outcomes);
  });

  test('becomes these FHIR records', () => {
    expect(bundle).toEqual(read(fileOf(name, 'fhir.json')));
  });

  test('becomes these outcomes and this work', () => {
    expect(plain(outcomes)).toEqual(read(fileOf(name, 'outcomes.json')));
  });

  test('its records, and what is left of each when it is taken back, are valid FHIR R4', () => {
    const records = patients.flatMap(({ resources }) => resources);
    expect(records.flatMap(({ resource, retraction }) => [...problemsIn(resource), ...problemsIn(retraction)])).toEqual(
      [],
    );
  });
});

function withoutRecords({ survivor, members, outcomes, work, dueDay }: PatientOutputs) {
  return {
    survivor,
    members,
    outcomes: outcomes.map(({ key, observation }) => ({ key, ...observation })),
    work: work.map(({ reason, detail }) => ({ reason, detail })),
    dueDay,
  };
}

function eventsOf(name: string): readonly ProcedureEvent[] {
  const lines = readFileSync(fileOf(name, 'events.ndjson'), 'utf8').trim().split('\n');
  return lines.map((line) => {
    const result = parseProcedureEvent(JSON.parse(line));
    if (!result.ok) throw new TypeError(`${name}: ${result.detail}`);
    return result.event;
  });
}

function fileOf(name: string, ending: string): URL {
  return new URL(`./${name}.${ending}`, import.meta.url);
}

function read(file: URL): unknown {
  return JSON.parse(readFileSync(file, 'utf8'));
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

async function write(file: URL, value: unknown): Promise<void> {
  const options = await resolveConfig(file);
  writeFileSync(file, await format(JSON.stringify(value), { ...options, parser: 'json' }));
}
