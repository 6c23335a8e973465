import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadSite, type Lane } from '@ilium/site';
import type { WrittenPlan } from '../../apps/hospital/src/fhir/faults/fault-plan.js';
import type { ProfileName } from '../../apps/hospital/src/fhir/profiles/profiles.js';
import { ProbeBed, withPatient } from './probe-bed.js';

/** What the probe finds out about the FHIR servers that the simulated hospital can stand for. */

let bed: ProbeBed;
afterEach(() => bed.close());

async function standFor(profile: ProfileName): Promise<void> {
  bed = await ProbeBed.open(profile);
}

const types = ['Procedure', 'MedicationAdministration', 'Observation'];
const lanesOf = (lane: string) => types.map((type) => ({ type, lane, isDeclaredOnly: false }));

/** Ways of a server that its CapabilityStatement does not tell: the answers that give them away, and the lane. */
const ways: readonly (readonly [string, WrittenPlan['rules'][number]['fault'], Record<string, string>, Lane])[] = [
  [
    'that runs transactions as batches',
    { kind: 'no-transactions', how: 'as-batch' },
    { 'transaction server': 'seen as-batch' },
    'repository',
  ],
  [
    'that drops the side without a word',
    { kind: 'dropped-elements', paths: ['Procedure.bodySite'] },
    { 'kept Procedure': 'seen lost-meaning', 'kept Observation': 'seen whole' },
    'document',
  ],
  [
    'that drops our tag',
    { kind: 'dropped-elements', paths: ['Procedure.meta.tag'] },
    { 'kept Procedure': 'seen lost' },
    'repository',
  ],
  [
    'that takes no ids of ours',
    { kind: 'no-update-create', status: 405 },
    { 'update-create Procedure': 'seen refused', 'create Procedure': 'seen taken' },
    'create-only',
  ],
  [
    'that says 409 to an old version',
    { kind: 'stale-version', status: 409 },
    { 'stale Procedure': 'seen noticed' },
    'repository',
  ],
  [
    'that takes seventy records at once',
    { kind: 'bundle-limit', entries: 70 },
    { 'bundle-limit server': 'seen limited' },
    'repository',
  ],
];

describe('a FHIR repository', () => {
  beforeEach(() => standFor('repository'));

  it('gets the lane repository for everything, and keeps nothing of the probe', async () => {
    const { answers, lanes, limits, warnings, contradictions, tidiedUp } = await bed.probed([]);
    expect(lanes).toEqual(lanesOf('repository'));
    expect({ limits, warnings, contradictions }).toEqual({ limits: [], warnings: [], contradictions: [] });
    expect(answers).toMatchObject({
      'patient-search Patient': 'seen found',
      'identity Patient': 'seen comparable',
      'create Procedure': 'seen taken',
      'update-create MedicationAdministration': 'seen created',
      'kept Observation (derived figure)': 'seen whole',
      'found-again Procedure': 'seen found',
      'update DocumentReference': 'seen taken',
      'retract Observation': 'seen taken',
      'versions Procedure': 'seen told',
      'stale Procedure': 'seen noticed',
      'conditional-create Procedure': 'seen taken',
      'conditional-update Procedure': 'seen taken',
      'transaction server': 'seen atomic',
      'batch server': 'seen all',
      'bundle-limit server': 'seen at-least',
      'document-size server': 'seen at-least',
      'unknown-type server': 'seen told',
      'rate server': 'not-tried',
    });
    expect(tidiedUp).toMatchObject({ marked: 0, left: [] });
    expect(tidiedUp.deleted).toBe(tidiedUp.written);
    expect(bed.leftThere()).toEqual({});
  });

  it.each(ways)('%s is found out', async (_what, fault, expected, lane) => {
    bed.server.follow({ rules: [{ fault }] });
    const { answers, lanes } = await bed.probed([]);
    expect(answers).toMatchObject(expected);
    expect(lanes[0]).toEqual({ type: 'Procedure', lane, isDeclaredOnly: false });
    expect(bed.leftThere()).toEqual({});
  });

  it('that is busy, slow and loses answers is asked again, and what came of that is taken away too', async () => {
    bed.server.follow({
      rules: [
        { match: { method: 'POST', path: '^Procedure' }, times: 1, fault: { kind: 'reset', when: 'after' } },
        { skip: 5, times: 1, fault: { kind: 'status', status: 429, retryAfterSeconds: 2 } },
        { skip: 20, times: 2, fault: { kind: 'status', status: 503 } },
      ],
    });
    const { lanes, troubles } = await bed.probed([]);
    expect(lanes).toEqual(lanesOf('repository'));
    expect(troubles).toEqual(expect.arrayContaining(['http-429, once', 'http-503, 2 times']));
    expect(bed.leftThere()).toEqual({});
  });

  it('that stops answering in the middle makes a report of what was seen until then', async () => {
    bed.server.follow({ rules: [{ skip: 40, fault: { kind: 'status', status: 503 } }] });
    const { code, answers, tidiedUp } = await bed.probed([]);
    expect(code).toBe(0);
    expect(answers['create Procedure']).toBe('seen taken');
    expect(answers['document-size server']).toBe('not-tried');
    expect(tidiedUp.left.length).toBeGreaterThan(0);
  });

  it('is sent a burst only when asked for, and says how it slows us down', async () => {
    bed.server.follow({
      rules: [
        {
          match: { path: '^metadata' },
          skip: 13,
          times: 20,
          fault: { kind: 'status', status: 429, retryAfterSeconds: 3 },
        },
      ],
    });
    const { questions } = await bed.probed(['--burst', '30']);
    const [rate] = questions.find(({ question }) => question === 'rate')?.findings ?? [];
    expect(rate).toMatchObject({ result: 'limited', detail: 'after 12 requests of the burst; Retry-After: 3 s' });
  });

  it('shows what would be asked, and asks nothing', async () => {
    bed.countRequests();
    const { code, said } = await bed.probe(['--dry']);
    expect(code).toBe(0);
    expect(said).toMatch(/^POST +\[base\]\/Procedure$/m);
    expect(said).toMatch(/^POST +\[base\] +a transaction of 200 entries$/m);
    expect(bed.requestsSeen()).toEqual({ writes: 0, reads: 0 });
  });
});

describe('an EHR in the manner of Epic', () => {
  beforeEach(() => standFor('epic'));

  it('gets documents, and warns of a site file that asks for more', async () => {
    const { answers, lanes, warnings, limits, tidiedUp } = await bed.probed(withPatient, {
      rows: '    lanes: { usual: create-only }\n',
    });
    expect(lanes).toEqual(lanesOf('document'));
    expect(answers).toMatchObject({
      'create Procedure': 'seen refused',
      'create Observation': 'seen refused',
      'create DocumentReference': 'seen taken',
      'kept DocumentReference': 'seen whole',
      'conditional-create DocumentReference': 'seen refused',
      'batch server': 'seen refused',
      'delete DocumentReference': 'seen refused',
    });
    expect(warnings).toEqual(
      types.map((type) => `${type}: the site file says create-only; what was found out bears document.`),
    );
    expect(limits.map(({ instead }) => instead).join()).toContain('one document per session');
    expect(tidiedUp.left).toHaveLength(tidiedUp.written);
    expect(bed.leftThere()).toEqual({ DocumentReference: tidiedUp.written });
  });

  it('is not written to without a test patient, and the report says how to name one', async () => {
    const { code, said } = await bed.probe([]);
    expect(code).toBe(0);
    const inOneLine = said.replaceAll(/\s+/g, ' ');
    expect(inOneLine).toContain('--patient ID');
    expect(inOneLine).toContain('DocumentReference declared yes');
    expect(inOneLine).toContain('# declared, not tried');
    expect(bed.leftThere()).toEqual({});
  });

  it('never shows anything of the test patient', async () => {
    const { said, told } = await bed.probe(withPatient);
    expect(`${said}${told}`).not.toMatch(/canary|4711|1951/i);
  });
});

describe('an EHR in the manner of Millennium', () => {
  beforeEach(() => standFor('millennium'));

  it('is found out where it drops silently and passes over conditions', async () => {
    const { answers, lanes, limits, contradictions } = await bed.probed(withPatient);
    expect(answers).toMatchObject({
      'create Procedure': 'seen taken',
      'kept Procedure': 'seen lost-meaning',
      'conditional-create Procedure': 'seen ignored',
      'update Procedure': 'seen refused',
      'found-again Procedure': 'seen found',
      'create Observation': 'seen refused',
      'batch server': 'seen reads',
    });
    expect(lanes).toEqual(lanesOf('none'));
    const said = limits.map(({ what, instead }) => `${what} ${instead}`).join('\n');
    expect(said).toContain('Procedure: body site and side, complication dropped silently');
    expect(said).toContain('hl7v2-out');
    expect(contradictions.join('\n')).toContain('Can records be created? Observation: declared yes; seen no');
  });
});

describe.each([
  ['meditech', 'none'],
  ['athena', 'document'],
] as const)('an EHR in the manner of %s', (profile, lane) => {
  it(`gets the lane ${lane}`, async () => {
    await standFor(profile);
    expect((await bed.probed(withPatient)).lanes).toEqual(lanesOf(lane));
  });
});

describe('a production server', () => {
  beforeEach(() => standFor('repository'));

  it('is only read, and its lanes are those that it declares', async () => {
    bed.countRequests();
    const { answers, lanes, tidiedUp } = await bed.probed(withPatient, { environment: 'production' });
    expect(lanes).toEqual(types.map((type) => ({ type, lane: 'repository', isDeclaredOnly: true })));
    expect(answers['create Procedure']).toBe('declared taken');
    expect(answers['kept Procedure']).toBe('not-tried');
    expect(answers['patient-search Patient']).toBe('seen filters');
    expect(tidiedUp.written).toBe(0);
    expect(bed.requestsSeen()).toEqual({ writes: 0, reads: expect.any(Number) });
    expect(bed.requestsSeen().reads).toBeGreaterThan(5);
  });
});

describe('the rows that are proposed', () => {
  it('have Provenance where the server declares that it takes it under ids of ours, and only beside its records', async () => {
    await standFor('repository');
    const { proposal } = await bed.probed([]);
    const pasted = join(bed.folder, 'pasted.yaml');
    writeFileSync(pasted, `name: pasted\n${proposal}\n`);
    expect(loadSite(pasted).targets).toMatchObject([{ name: 'ehr', lanes: {}, provenance: true }]);
    bed.server.follow({ rules: [{ fault: { kind: 'no-update-create', status: 405 } }] });
    expect((await bed.probed([])).proposal).not.toContain('provenance');
  });

  it('say where the site file wants Provenance and the server declares none', async () => {
    await standFor('epic');
    const { warnings } = await bed.probed(withPatient, { rows: '    provenance: true\n' });
    expect(warnings.join()).toContain('provenance: the site file wants it');
  });

  it('can be pasted into a site file as they are', async () => {
    await standFor('epic');
    const { proposal } = await bed.probed(withPatient, {
      rows: '    systemOfRecord: { MedicationAdministration: target }\n',
    });
    const pasted = join(bed.folder, 'pasted.yaml');
    writeFileSync(pasted, `name: pasted\n${proposal}\n`);
    expect(loadSite(pasted).targets).toMatchObject([
      {
        name: 'ehr',
        lanes: { Procedure: 'document', MedicationAdministration: 'document', Observation: 'document' },
        systemOfRecord: { MedicationAdministration: 'target' },
        patients: 'referenced',
      },
    ]);
  });
});
