import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { RunningDoor } from '../../testing/fhir/running-door.js';
import { bundle, observation, patient, procedure, put } from '../../testing/fhir/records.js';
import { siteWith } from '../../testing/fhir/sites.js';

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

describe('a transaction', () => {
  const referring = { subject: { reference: 'urn:uuid:patient' } };
  const parts = [
    {
      fullUrl: 'urn:uuid:patient',
      resource: { ...patient('1'), id: undefined },
      request: { method: 'POST', url: 'Patient' },
    },
    {
      fullUrl: 'urn:uuid:p',
      resource: { ...procedure('p', referring), id: undefined },
      request: { method: 'POST', url: 'Procedure' },
    },
    put(observation('o1', { ...referring, partOf: [{ reference: 'urn:uuid:p' }] })),
  ];

  test('is one message, whose records refer to each other', async () => {
    const answer = await door.send('POST', '', bundle('transaction', parts));
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({
      resourceType: 'Bundle',
      type: 'transaction-response',
      entry: [
        { response: { status: '201 Created', location: expect.stringMatching(/^Patient\/i/) } },
        { response: { status: '201 Created', location: expect.stringMatching(/^Procedure\/i/) } },
        { response: { status: '200 OK', location: 'Observation/o1', outcome: { resourceType: 'OperationOutcome' } } },
      ],
    });
    expect(door.store.messages).toHaveLength(1);
    const [, act, score] = door.store.events.map(({ data }) => data);
    expect(act).toMatchObject({ patient: { value: 'P-1' } });
    expect(score).toMatchObject({
      report: { procedureIdentifier: act !== undefined && 'identifier' in act ? act.identifier : {} },
    });
  });

  test('is refused as a whole for the fault of one entry', async () => {
    const answer = await door.send(
      'POST',
      '',
      bundle('transaction', [...parts, put(observation('o2', { status: 'odd' }))]),
    );
    expect(answer.status).toBe(422);
    expect(answer.body).toMatchObject(outcome('Bundle.entry[3].resource.status'));
    expect(door.store.messages).toEqual([]);
  });

  test.each([
    [{ resource: procedure('p1') }, 'Bundle.entry[0].request'],
    [{ request: { method: 'DELETE', url: 'Procedure/p1' } }, 'Bundle.entry[0].request.method'],
    [{ resource: procedure('p1'), request: { method: 'PUT', url: 'Procedure/p2' } }, 'Bundle.entry[0].request.url'],
    [{ resource: 7, request: { method: 'POST', url: 'Procedure' } }, 'Bundle.entry[0].resource'],
  ])('says where %#', async (entry, expression) => {
    expect((await door.send('POST', '', bundle('transaction', [entry]))).body).toMatchObject(outcome(expression));
  });

  test('counts what it holds of ours, and of types that are not taken', async () => {
    const practitioner = { resourceType: 'Practitioner', id: 'x' };
    const answer = await door.send(
      'POST',
      '',
      bundle('transaction', [put(procedure('p1', { meta: { tag } })), put(practitioner), put(procedure('p2'))]),
    );
    expect(answer.body).toMatchObject({
      entry: [
        { response: { status: '200 OK' } },
        { response: { status: '200 OK' } },
        { response: { status: '200 OK' } },
      ],
    });
    expect(door.store.skipped).toEqual(['skipped echo Procedure', 'skipped type Practitioner']);
    expect(door.store.events).toHaveLength(1);
  });
});

test('a batch is answered entry by entry, and keeps what can be kept', async () => {
  const answer = await door.send(
    'POST',
    '',
    bundle('batch', [put(procedure('p1')), put(procedure('p2', { status: 'odd' }))]),
  );
  expect(answer.body).toMatchObject({
    type: 'batch-response',
    entry: [
      { response: { status: '200 OK' } },
      { response: { status: '422 Unprocessable Entity', outcome: outcome('Bundle.entry[1].resource.status') } },
    ],
  });
  expect(door.store.events).toHaveLength(1);
  expect(door.store.skipped).toEqual(['refused not-readable Bundle']);
});

test.each(['', '$process-message'])('a message at /%s is answered by a message', async (path) => {
  const header = {
    resourceType: 'MessageHeader',
    id: 'h1',
    eventUri: 'urn:example:done',
    source: { endpoint: 'urn:or' },
  };
  const answer = await door.send(
    'POST',
    path,
    bundle('message', [{ resource: header }, { resource: procedure('p1') }]),
  );
  expect(answer.body).toMatchObject({
    type: 'message',
    entry: [{ resource: { resourceType: 'MessageHeader', response: { identifier: 'h1', code: 'ok' } } }, {}],
  });
  expect(door.store.events).toHaveLength(1);
});

test('of a record that is deleted in a history a person is told', async () => {
  await door.send(
    'POST',
    '',
    bundle('history', [{ request: { method: 'DELETE', url: 'Procedure/p1' } }, put(procedure('p2'))]),
  );
  expect(door.store.work).toEqual(['deleted-at-source Bundle.entry[0].resource']);
  expect(door.store.events).toHaveLength(1);
});
