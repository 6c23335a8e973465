import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { CapabilityStatement } from '@medplum/fhirtypes';
import { fhirClient } from '../../testing/fhir-client.js';
import { openFhirBed, type FhirBed } from '../../testing/fhir-bed.js';
import { entry, patient, procedure, system } from '../fhir-server.samples.js';
import type { Resource } from '../resource.js';
import { resourceTypeNames, type ResourceTypeName } from '../resource-types.js';
import { profileNames, type ProfileName } from './profiles.js';

let bed: FhirBed;
let client: ReturnType<typeof fhirClient>;
beforeEach(async () => {
  bed = await openFhirBed();
  client = fhirClient(bed.base);
});
afterEach(() => bed.close());

const subject = { reference: 'Patient/p1' };
const categoryOf = (code: string) => [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code }] },
];
const observation = (category: string): Resource & { readonly id: string } => ({
  resourceType: 'Observation',
  id: 'o1',
  status: 'final',
  code: { text: 'Pain' },
  category: categoryOf(category),
  subject,
});

/** A small record of each type; `Observation` of a category that most targets take. */
const samples: Readonly<Record<ResourceTypeName, Resource & { readonly id: string }>> = {
  Patient: { ...patient, id: 'p1' },
  Practitioner: { resourceType: 'Practitioner', id: 'r1' },
  Organization: { resourceType: 'Organization', id: 'g1' },
  Location: { resourceType: 'Location', id: 'l1' },
  Device: { resourceType: 'Device', id: 'd1' },
  Encounter: { resourceType: 'Encounter', id: 'e1', status: 'finished', class: { code: 'AMB' }, subject },
  Procedure: { ...procedure, id: 'x1' },
  Observation: observation('vital-signs'),
  MedicationAdministration: {
    resourceType: 'MedicationAdministration',
    id: 'm1',
    status: 'completed',
    medicationCodeableConcept: { text: 'Synthetic' },
    effectiveDateTime: '2026-03-12',
    subject,
  },
  Provenance: {
    resourceType: 'Provenance',
    id: 'v1',
    target: [subject],
    recorded: '2026-03-12T08:00:00Z',
    agent: [{ who: { display: 'Synthetic' } }],
  },
  QuestionnaireResponse: { resourceType: 'QuestionnaireResponse', id: 'q1', status: 'completed', subject },
  Communication: { resourceType: 'Communication', id: 'c1', status: 'completed', subject },
  DocumentReference: {
    resourceType: 'DocumentReference',
    id: 'f1',
    status: 'current',
    content: [{ attachment: { title: 'Synthetic' } }],
    subject,
  },
};

/** The chart as the hospital keeps it, and then the target whose manners its server has. */
function standFor(name: ProfileName): void {
  bed.chart(...Object.values(samples));
  bed.profile.name = name;
}

const anonymous = ({ id: _id, ...resource }: Resource): Resource => ({
  ...resource,
  resourceType: resource.resourceType,
});

/** What a type lets be done: `read create update`, or nothing. */
async function taken(type: ResourceTypeName): Promise<string> {
  const sample = samples[type];
  const done = {
    read: (await client.get(`${type}/${sample.id}`)).status === 200,
    search: (await client.get(`${type}?_id=${sample.id}`)).json.total === 1,
    create: (await client.post(anonymous(sample))).status === 201,
    update: (await client.put({ ...sample, language: 'en' })).status === 200,
    'update-create': (await client.put({ ...sample, id: 'unknown-one' })).status === 201,
    delete: (await client.send('DELETE', `${type}/unknown-two`)).status === 204,
    history: (await client.get(`${type}/${sample.id}/_history`)).status === 200,
  };
  return Object.entries(done)
    .flatMap(([name, isTaken]) => (isTaken ? [name] : []))
    .join(' ');
}

const all = 'read search create update update-create delete history';
const read = 'read search';
const surroundings = {
  Patient: read,
  Practitioner: read,
  Organization: read,
  Location: read,
  Encounter: read,
};

const expected: Readonly<Record<ProfileName, Partial<Record<ResourceTypeName, string>>>> = {
  repository: Object.fromEntries(resourceTypeNames.map((type) => [type, all])),
  epic: {
    ...surroundings,
    Device: read,
    Procedure: read,
    MedicationAdministration: read,
    Observation: 'read search create',
    DocumentReference: 'read search create',
    QuestionnaireResponse: 'read search create',
    Provenance: read,
  },
  millennium: {
    ...surroundings,
    Device: read,
    Procedure: 'read search create',
    MedicationAdministration: read,
    Observation: 'read search create update',
    DocumentReference: read,
    QuestionnaireResponse: read,
    Provenance: read,
  },
  meditech: {
    ...surroundings,
    Procedure: read,
    Observation: read,
    Communication: 'read search create',
    QuestionnaireResponse: 'read search create',
  },
  athena: {
    ...surroundings,
    Procedure: read,
    Observation: read,
    DocumentReference: 'read search create',
  },
};

const rows = profileNames.flatMap((name) => resourceTypeNames.map((type) => [name, type] as const));

describe('a target', () => {
  it.each(rows)('%s takes of %s what its row says', async (name, type) => {
    standFor(name);
    expect(await taken(type)).toBe(expected[name][type] ?? '');
  });

  it.each(rows)('%s says of %s in its CapabilityStatement what it takes', async (name, type) => {
    standFor(name);
    const statement: CapabilityStatement = JSON.parse((await client.get('metadata')).text);
    const said = statement.rest?.[0]?.resource?.find((resource) => resource.type === type);
    const codes: readonly string[] = said?.interaction?.map(({ code }) => code ?? '') ?? [];
    const words = Object.entries({
      read: codes.includes('read'),
      search: codes.includes('search-type'),
      create: codes.includes('create'),
      update: codes.includes('update'),
      'update-create': said?.updateCreate === true,
      delete: codes.includes('delete'),
      history: codes.includes('history-instance') && said?.readHistory === true,
    });
    expect(words.flatMap(([word, isSaid]) => (isSaid ? [word] : [])).join(' ')).toBe(expected[name][type] ?? '');
  });

  it.each([
    ['repository', true, true, true, true],
    ['epic', false, false, false, false],
    ['millennium', false, true, false, false],
    ['meditech', false, false, false, false],
    ['athena', false, false, false, false],
  ] as const)('%s says what of bundles and conditions it takes', async (name, transaction, batch, create, update) => {
    standFor(name);
    const statement: CapabilityStatement = JSON.parse((await client.get('metadata')).text);
    const codes = statement.rest?.[0]?.interaction?.map(({ code }) => code);
    expect(codes).toEqual([...(transaction ? ['transaction'] : []), ...(batch ? ['batch'] : [])]);
    const types = statement.rest?.[0]?.resource ?? [];
    expect(types.some(({ conditionalCreate }) => conditionalCreate)).toBe(create);
    expect(types.some(({ conditionalUpdate }) => conditionalUpdate)).toBe(update);
    const sent = await client.bundle('transaction', entry('GET', 'Patient/p1'));
    expect(sent.status === 200).toBe(transaction);
    expect((await client.bundle('batch', entry('GET', 'Patient/p1'))).status === 200).toBe(batch);
  });

  it.each([
    ['epic', 'MedicationAdministration', 405, 'not-supported'],
    ['epic', 'Procedure', 405, 'not-supported'],
    ['epic', 'Communication', 404, 'not-supported'],
    ['millennium', 'MedicationAdministration', 405, 'not-supported'],
    ['meditech', 'Procedure', 403, 'forbidden'],
    ['meditech', 'MedicationAdministration', 404, 'not-supported'],
    ['athena', 'Observation', 403, 'forbidden'],
    ['athena', 'QuestionnaireResponse', 404, 'not-supported'],
  ] as const)('%s refuses to create a %s by %i (%s)', async (name, type, status, code) => {
    standFor(name);
    const refused = await client.post(anonymous(samples[type]));
    expect(refused.status).toBe(status);
    expect(refused.json).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code }] });
  });

  it.each([
    ['epic', 'vital-signs', 201],
    ['epic', 'laboratory', 422],
    ['epic', 'survey', 422],
    ['millennium', 'vital-signs', 201],
    ['millennium', 'laboratory', 201],
    ['millennium', 'imaging', 201],
    ['millennium', 'survey', 422],
    ['repository', 'survey', 201],
  ] as const)('%s answers an Observation of the category %s by %i', async (name, category, status) => {
    standFor(name);
    expect((await client.post(anonymous(observation(category)))).status).toBe(status);
  });

  it('that is an EHR refuses an Observation without a category, and a change into another one', async () => {
    standFor('millennium');
    const { category: _category, ...without } = observation('imaging');
    expect((await client.post(anonymous({ ...without, resourceType: 'Observation' }))).status).toBe(422);
    expect((await client.put(observation('survey'))).status).toBe(422);
  });
});

describe('a target in the manner of Millennium', () => {
  beforeEach(() => standFor('millennium'));

  it('drops what it does not support, and says nothing', async () => {
    const created = await client.post(
      anonymous({ ...procedure, bodySite: [{ text: 'left' }], identifier: [{ system, value: 'SIM-X' }] }),
    );
    expect(created).toMatchObject({ status: 201, text: '' });
    const location = created.headers.get('location')?.replace(/\/_history\/\d+$/, '');
    const stored = await (await fetch(location ?? '')).json();
    expect(stored).toMatchObject({ status: 'completed', code: procedure['code'] });
    expect(stored).not.toHaveProperty('bodySite');
    expect(stored).not.toHaveProperty('identifier');
  });

  it('passes over a condition, so that the record is there twice', async () => {
    const condition = { 'if-none-exist': 'patient=p1' };
    expect((await client.post(anonymous(procedure), condition)).status).toBe(201);
    expect([...bed.store.all('Procedure')]).toHaveLength(2);
  });

  it('answers the entries of a batch that write by a refusal each', async () => {
    const answered = await client.bundle(
      'batch',
      entry('POST', 'Procedure', anonymous(procedure)),
      entry('GET', 'Patient/p1'),
    );
    expect(answered.json.entry?.map(({ response }) => response?.status)).toEqual(['405 Method Not Allowed', '200 OK']);
  });

  it('refuses an update by condition, and of an unknown id', async () => {
    expect((await client.send('PUT', 'Observation?_id=o1', observation('imaging'))).status).toBe(405);
    expect((await client.put({ ...observation('imaging'), id: 'o2' })).status).toBe(405);
  });
});

describe('a target of whatever kind', () => {
  it("that refuses conditions creates nothing, and answers a create by the record's place only", async () => {
    standFor('epic');
    const document = anonymous(samples.DocumentReference);
    expect((await client.post(document, { 'if-none-exist': 'patient=p1' })).status).toBe(412);
    expect([...bed.store.all('DocumentReference')]).toHaveLength(1);
    const created = await client.post(document);
    expect(created).toMatchObject({ status: 201, text: '' });
    expect(created.headers.get('location')).toMatch(/\/fhir\/DocumentReference\/[-0-9a-f]{36}\/_history\/1$/);
    const asked = await client.post(document, { prefer: 'return=representation' });
    expect(asked.json.resourceType).toBe('DocumentReference');
  });

  it('is switched while the server runs, faults and all', async () => {
    bed.follow({ rules: [{ times: 1, fault: { kind: 'status', status: 503 } }] });
    bed.profile.name = 'epic';
    expect((await client.put(patient)).status).toBe(503);
    expect((await client.put(patient)).status).toBe(405);
    bed.profile.name = 'repository';
    expect((await client.put(patient)).status).toBe(201);
  });
});
