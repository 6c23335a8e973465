import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RunningDoor } from '../../testing/fhir/running-door.js';
import { bundle, encounter, observation, patient, procedure, version } from '../../testing/fhir/records.js';
import { siteWith, siteWithSource } from '../../testing/fhir/sites.js';

let door: RunningDoor;
beforeEach(async () => {
  door = await new RunningDoor().start(siteWith({}), { bodyBytes: 100_000 });
});
afterEach(() => door.stop());

const tag = [{ system: 'https://ilium.example/fhir/CodeSystem/tag', code: 'ilium' }];
const outcome = (...expressions: readonly string[]) => ({
  resourceType: 'OperationOutcome',
  issue: expressions.map((expression) => ({ severity: 'error', expression: [expression] })),
});

describe('one record', () => {
  test('that is created is kept as it came, with what was read out of it, and answered with its place', async () => {
    const record = procedure('p1', { meta: version(2) });
    const answer = await door.send('POST', 'Procedure', record);
    expect(answer.status).toBe(201);
    expect(answer.headers.get('location')).toBe(`${door.base}/Procedure/p1`);
    expect(answer.headers.get('etag')).toBe('W/"2"');
    expect(answer.headers.get('content-type')).toBe('application/fhir+json; charset=utf-8');
    expect(answer.body).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ severity: 'information' }] });
    expect(door.store.messages).toMatchObject([
      {
        door: 'fhir-posted',
        site: 'test-site',
        sender: 'fhir',
        type: 'Procedure',
        controlId: 'Procedure/p1/2',
        charset: 'utf-8',
      },
    ]);
    expect(door.store.messages[0]?.body.toString()).toBe(JSON.stringify(record));
    expect(door.store.events).toMatchObject([{ type: 'ilium.procedure.reported.v1', time: '2026-03-12T15:00:00Z' }]);
  });

  test.each([
    ['return=minimal', undefined],
    ['return=representation', { resourceType: 'Procedure', id: 'p1', status: 'completed' }],
    ['return=OperationOutcome', { resourceType: 'OperationOutcome' }],
  ])('is answered as the sender prefers: %s', async (prefer, expected) => {
    const answer = await door.send('PUT', 'Procedure/p1', procedure('p1'), { prefer });
    expect(answer.status).toBe(200);
    expect([answer.body]).toMatchObject([expected]);
  });

  test('comes as application/json as well', async () => {
    const answer = await door.send('POST', 'Procedure', procedure('p1'), {
      'content-type': 'application/json; charset=utf-8',
    });
    expect(answer.status).toBe(201);
    expect(door.store.messages).toHaveLength(1);
  });

  test('the same again is answered the same, and is there once', async () => {
    const record = procedure('p1', { meta: version(1) });
    const answers = [await door.send('POST', 'Procedure', record), await door.send('POST', 'Procedure', record)];
    expect(answers[1]?.status).toBe(answers[0]?.status);
    expect(answers[1]?.text).toBe(answers[0]?.text);
    expect(door.store.messages).toHaveLength(1);
  });

  test('without an id gets one, by which it can be sent again as the same thing', async () => {
    const record = { ...procedure('p1'), id: undefined };
    const created = await door.send('POST', 'Procedure', record);
    const id = created.headers.get('location')?.split('/').at(-1) ?? '';
    expect(id).toMatch(/^i[0-9a-f]{31}$/);
    const updated = await door.send('PUT', `Procedure/${id}`, { ...record, id, status: 'stopped' });
    expect(updated.status).toBe(200);
    const names = door.store.events.map(({ data }) => ('identifier' in data ? data.identifier : undefined));
    expect(names[1]).toEqual(names[0]);
  });

  test('that is put back to what it was before is no repeat', async () => {
    const [left, right] = [procedure('p1', { code: { text: 'left' } }), procedure('p1', { code: { text: 'right' } })];
    for (const record of [left, right, left]) await door.send('PUT', 'Procedure/p1', record);
    expect(door.store.messages).toHaveLength(3);
  });

  test('may refer to a patient and a visit that came before it', async () => {
    await door.send('PUT', 'Patient/1', patient('1'));
    await door.send('PUT', 'Encounter/e1', encounter('e1'));
    await door.send(
      'POST',
      'Procedure',
      procedure('p1', { subject: { reference: 'Patient/1' }, encounter: { reference: 'Encounter/e1' } }),
    );
    expect(door.store.events.at(-1)?.data).toMatchObject({
      patient: { system: 'urn:oid:2.999.1', value: 'P-1' },
      report: { visit: { system: 'urn:oid:2.999.2', value: 'V-e1' } },
    });
    expect(door.store.skipped).toEqual(['skipped type Encounter']);
  });

  test('whose patient nobody knows is kept as work, and its sender is told', async () => {
    const answer = await door.send('POST', 'Procedure', procedure('p1', { subject: { reference: 'Patient/404' } }));
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ issue: [{ severity: 'warning', expression: ['Procedure.subject'] }] });
    expect(door.store.work).toEqual(['no-patient Procedure.subject']);
  });

  test('that we wrote ourselves is dropped, counted, and answered like any other', async () => {
    const answer = await door.send('PUT', 'Procedure/p1', procedure('p1', { meta: { tag } }));
    expect(answer.status).toBe(200);
    expect(door.store.messages).toEqual([]);
    expect(door.store.skipped).toEqual(['skipped echo Procedure']);
  });
});

describe('what is refused', () => {
  test.each([
    ['POST', 'Procedure', '{"secret', 400, {}],
    ['POST', 'Procedure', '[]', 400, {}],
    ['POST', 'Procedure', observation('o1'), 400, outcome('Procedure.resourceType')],
    ['PUT', 'Procedure/p2', procedure('p1'), 400, outcome('Procedure.id')],
    ['POST', 'Procedure', procedure('p1', { status: 'gone' }), 422, outcome('Procedure.status')],
    [
      'POST',
      'Observation',
      observation('o1', { effectiveDateTime: 'spring' }),
      422,
      outcome('Observation.effectiveDateTime'),
    ],
    ['POST', 'Condition', { resourceType: 'Condition' }, 404, {}],
    ['POST', '', procedure('p1'), 400, {}],
    ['POST', '', bundle('searchset', []), 422, outcome('Bundle.type')],
    ['POST', 'notifications/nobody', bundle('history', []), 404, {}],
    ['GET', 'Procedure/p1', undefined, 404, {}],
  ] as const)('%s %s %#: with an OperationOutcome', async (method, path, body, status, expected) => {
    const answer = await door.send(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ resourceType: 'OperationOutcome', ...expected });
    expect(answer.headers.get('content-type')).toBe('application/fhir+json; charset=utf-8');
    expect(door.store.messages).toEqual([]);
  });

  test('another media type', async () => {
    const answer = await door.send('POST', 'Procedure', '<Procedure/>', { 'content-type': 'application/fhir+xml' });
    expect([answer.status, answer.body]).toMatchObject([415, { resourceType: 'OperationOutcome' }]);
  });

  test('another answer than JSON', async () => {
    const answer = await door.send('POST', 'Procedure', procedure('p1'), { accept: 'application/fhir+xml' });
    expect([answer.status, answer.body]).toMatchObject([406, { resourceType: 'OperationOutcome' }]);
  });

  test.each(['application/fhir+json', 'application/json'])('a body that is too large, as %s', async (type) => {
    const answer = await door.send('POST', 'Procedure', `"${'x'.repeat(100_000)}"`, { 'content-type': type });
    expect([answer.status, answer.body]).toMatchObject([413, { resourceType: 'OperationOutcome' }]);
  });

  test('a body that is nested without end', async () => {
    const depth = 20_000;
    const answer = await door.send(
      'POST',
      'Procedure',
      `{"resourceType":"Procedure","item":${'['.repeat(depth)}${']'.repeat(depth)}}`,
    );
    expect([answer.status, answer.body]).toMatchObject([400, { resourceType: 'OperationOutcome' }]);
  });

  test('is counted', async () => {
    await door.send('POST', 'Procedure', procedure('p1', { subject: undefined }));
    await door.send('POST', 'Procedure', procedure('p1', { status: 'gone' }));
    expect(door.store.skipped).toEqual(['refused lacks-field Procedure', 'refused not-readable Procedure']);
  });
});

test('nothing is acknowledged while the store is away', async () => {
  door.store.isAway = true;
  const answer = await door.send('POST', 'Procedure', procedure('p1'));
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '10']);
  expect(answer.body).toMatchObject({ resourceType: 'OperationOutcome', issue: [{ code: 'transient' }] });
  door.store.isAway = false;
  expect((await door.send('POST', 'Procedure', procedure('p1'))).status).toBe(201);
  expect(door.store.messages).toHaveLength(1);
});

test('the CapabilityStatement lists what is taken', async () => {
  const { body } = await door.send('GET', 'metadata');
  expect(body).toMatchObject({ resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' });
  expect(JSON.stringify(body)).toContain('QuestionnaireResponse');
});

test('a client that is a source of the site file brings records of its server', async () => {
  const named = await new RunningDoor().start(siteWithSource('http://127.0.0.1:9/fhir'), {
    clientOf: ({ headers }) => ('x-client' in headers ? String(headers['x-client']) : undefined),
  });
  try {
    await named.send('POST', 'Procedure', procedure('p1'), { 'x-client': 'ehr' });
    expect(named.store.messages).toMatchObject([{ door: 'fhir-ehr', sender: 'EHR' }]);
    expect(named.store.events[0]?.data).toMatchObject({
      feed: { application: 'EHR' },
      identifier: { system: 'http://127.0.0.1:9/fhir/Procedure', value: 'p1' },
    });
  } finally {
    await named.stop();
  }
});
