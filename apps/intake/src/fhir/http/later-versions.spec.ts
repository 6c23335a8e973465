import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { derive, factsFrom, joinAll, nothingKnown } from '@ilium/clinical';
import { parseProcedureEvent } from '@ilium/contracts';
import { builtInSite } from '@ilium/site';
import * as fc from 'fast-check';
import { RunningDoor } from '../../testing/fhir/running-door.js';
import { bundle, observation, procedure, put, questionnaireResponse, version } from '../../testing/fhir/records.js';
import { identify, siteWith } from '../../testing/fhir/sites.js';
import type { FhirRecord } from '../resource/fhir-record.js';

/** What is left of a record when all its versions have come: by the facts of the events, as the mapper joins them. */

let door: RunningDoor;
beforeEach(async () => {
  door = await new RunningDoor().start(siteWith({}));
});
afterEach(() => door.stop());

async function send(...records: readonly FhirRecord[]): Promise<void> {
  for (const record of records) {
    const answer = await door.send('PUT', `${record.resourceType}/${String(record['id'])}`, record);
    expect(answer.status).toBe(200);
  }
}

function live(): readonly string[] {
  const ids = { identify, digest: (text: string) => identify([text]) };
  const facts = door.store.messages.flatMap(({ events }, receipt) =>
    events.map(({ type, time, data }, at) => {
      const id = `${receipt}-${at}`;
      const attributes = { specversion: '1.0' as const, id, source: 'urn:test', type, sequence: String(receipt) };
      const read = parseProcedureEvent({ ...attributes, ...(time === undefined ? {} : { time }), data });
      if (!read.ok) throw new Error(read.detail);
      return factsFrom(read.event, ids);
    }),
  );
  return derive(joinAll(nothingKnown, facts), builtInSite.rules, '2026-12-31', ids)
    .flatMap(({ resources }) => resources.map(({ resource }) => resource))
    .flatMap((resource) => {
      if (resource.resourceType === 'Procedure') return [`${resource.resourceType} ${resource.status}`];
      if (resource.resourceType !== 'Observation' || resource.status === 'entered-in-error') return [];
      const { valueQuantity, valueInteger, valueCodeableConcept, dataAbsentReason } = resource;
      const value = valueQuantity?.value ?? valueInteger ?? valueCodeableConcept?.coding?.[0]?.code;
      return [`${value ?? dataAbsentReason?.coding?.[0]?.code}`];
    })
    .sort();
}

const part = (code: string, valueInteger: number) => ({
  code: { coding: [{ system: 'http://loinc.org', code }] },
  valueInteger,
});
const panel = (revision: number, component: readonly object[] | undefined, more: object = {}) =>
  observation('o1', { meta: version(revision), valueInteger: undefined, component, ...more });
/** Its linkIds are codes that everybody knows. */
const form = (revision: number, item: readonly object[] | undefined, more: object = {}) =>
  questionnaireResponse('q1', { meta: version(revision), questionnaire: 'http://loinc.org', item, ...more });
const answered = (linkId: string, ...answer: readonly object[]) => ({ linkId, answer });

describe('a panel', () => {
  test('that was entered in error takes its components back, though it no longer holds them', async () => {
    await send(panel(1, [part('72514-3', 3), part('75893-8', 4)]), panel(2, undefined, { status: 'entered-in-error' }));
    expect(live()).toEqual([]);
    expect(door.store.work).toEqual([]);
  });

  test('of which nothing is known is work when it is taken back without its components', async () => {
    await send(panel(2, undefined, { status: 'entered-in-error' }));
    expect(door.store.work).toEqual(['unusable-segment Observation.component']);
  });

  test('without a component that it had takes that one back', async () => {
    await send(panel(1, [part('72514-3', 3), part('75893-8', 4)]), panel(2, [part('75893-8', 5)]));
    expect(live()).toEqual(['5']);
  });

  test('that was a score of its own before no longer is', async () => {
    await send(observation('o1', { meta: version(1) }), panel(2, [part('75893-8', 5)]));
    expect(live()).toEqual(['5']);
  });

  test('that is of another patient now has no component with the first one', async () => {
    const subject = { identifier: { system: 'urn:oid:2.999.1', value: 'P-2' } };
    await send(panel(1, [part('72514-3', 3), part('75893-8', 4)]), panel(2, [part('75893-8', 5)], { subject }));
    expect(live()).toEqual(['5']);
  });

  test('is the same in the end, in whatever order its versions come and however often', async () => {
    const versions = [
      panel(1, [part('72514-3', 3), part('75893-8', 4)]),
      panel(2, [part('75893-8', 5), part('91147-9', 2)]),
      panel(3, [part('72514-3', 6)]),
    ];
    const inAnyOrder = fc.shuffledSubarray(versions, { minLength: versions.length });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...versions), { maxLength: 3 }), inAnyOrder, async (some, all) => {
        await door.stop();
        door = await new RunningDoor().start(siteWith({}));
        await send(...some, ...all);
        expect(live()).toEqual(['6']);
      }),
      { numRuns: 15 },
    );
  });

  test('may come in several versions in one bundle', async () => {
    const versions = [panel(1, [part('72514-3', 3), part('75893-8', 4)]), panel(2, [part('75893-8', 5)])];
    expect((await door.send('POST', '', bundle('batch', versions.map(put)))).status).toBe(200);
    expect(live()).toEqual(['5']);
  });
});

describe('an answer that was a score, in a version without it', () => {
  test.each([
    ['the question is blank', [{ linkId: '72514-3' }]],
    ['the answer is words', [answered('72514-3', { valueString: 'declined' })]],
    ['there are two answers', [answered('72514-3', { valueInteger: 3 }, { valueInteger: 4 })]],
    ['the question is gone', [answered('other', { valueString: 'words' })]],
    ['there are no questions', undefined],
  ])('is taken back: %s', async (_, item) => {
    await send(form(1, [answered('72514-3', { valueInteger: 3 })]));
    expect(live()).toEqual(['3']);
    await send(form(2, item));
    expect(live()).toEqual([]);
  });

  test('is taken back with all others when the form was entered in error without them', async () => {
    const both = [answered('72514-3', { valueInteger: 3 }), answered('75893-8', { valueInteger: 4 })];
    await send(form(1, both));
    expect(live()).toEqual(['3', '4']);
    await send(form(2, undefined, { status: 'entered-in-error' }));
    expect(live()).toEqual([]);
    expect(door.store.work).toEqual([]);
  });
});

describe('a record without a version', () => {
  test.each([
    ['Procedure', procedure('p1', { meta: version(5) })],
    ['Observation', observation('o1', { meta: version(5) })],
  ])('takes back what came with one: %s', async (_, record) => {
    await send(record, { ...record, meta: undefined, status: 'entered-in-error' });
    expect(door.store.events.at(-1)?.data).toMatchObject({ version: { revision: 5, status: 'void' } });
    expect(live().filter((said) => said !== 'Procedure entered-in-error')).toEqual([]);
  });

  test('counts as said now, also after one that was taken back, and yields to the next version', async () => {
    const { meta: _, ...bare } = observation('o1');
    await send({ ...bare, meta: version(5) }, { ...bare, status: 'entered-in-error' }, { ...bare, valueInteger: 4 });
    expect(live()).toEqual(['4']);
    await send({ ...bare, meta: version(6), valueInteger: 5 });
    expect(live()).toEqual(['5']);
  });

  test('is newer than one whose server has a clock ahead of ours', async () => {
    const record = observation('o1', { meta: version(5, '2999-01-01T00:00:00Z') });
    await send(record, { ...record, meta: undefined, valueInteger: 4 });
    expect(door.store.events.at(-1)?.data).toMatchObject({
      version: { revision: 5, eventTime: '2999-01-01T00:00:00.001Z' },
    });
  });

  test('but with the time that its server wrote it is as old as that', async () => {
    const record = observation('o1', { meta: version(5, '2026-03-12T15:00:00Z') });
    await send(record, { ...record, meta: { lastUpdated: '2026-03-12T14:00:00Z' }, valueInteger: 9 });
    expect(live()).toEqual(['3']);
  });
});
