import { createReadStream } from 'node:fs';
import { join, resolve } from 'node:path';
import { loadSite } from '@ilium/site';
import { describe, expect, it } from '@jest/globals';
import type { EventDraft } from '../../source-messages/source-message.js';
import type { EntryRead } from '../message-reader.js';
import { readerOf } from '../reader-of.js';

const folder = resolve(import.meta.dirname, '../../../../../examples/csv');

async function readExample(name: string): Promise<EntryRead[]> {
  const site = loadSite(join(folder, `${name}.site.yaml`));
  const path = join(folder, `${name}.csv`);
  const reads: EntryRead[] = [];
  const reader = readerOf(path, {}, { site, isBackload: false });
  for await (const { read } of reader.read(createReadStream(path), { file: 'f', skip: 0 })) reads.push(read);
  return reads;
}

function eventsOf(reads: readonly EntryRead[]): EventDraft[] {
  return reads.flatMap((read) => (read.kind === 'message' ? read.message.events : []));
}

describe('the REDCap export of the guide', () => {
  it('gives a score for each filled column of the events that concern us', async () => {
    const reads = await readExample('redcap');
    expect(reads.map(({ kind }) => kind)).toEqual(['message', 'message', 'message', 'message', 'message', 'skipped']);
    const events = eventsOf(reads);
    expect(events).toHaveLength(3 + 4 + 4 + 3 + 4);
    expect(events[0]).toEqual({
      type: 'ilium.score.reported.v1',
      time: '2026-03-12T09:45:00-04:00',
      patient: { system: 'urn:oid:2.999.7.9.1', value: '4512' },
      data: {
        feed: { site: 'example-clinic', application: 'REDCap', family: 'csv' },
        patient: { system: 'urn:oid:2.999.7.9.1', value: '4512' },
        identifier: { system: 'urn:oid:2.999.7.9.20', value: '101|baseline_arm_1|nrs_now' },
        version: { eventTime: '2026-03-12T09:45:00-04:00', status: 'final' },
        complete: false,
        report: {
          measure: { code: 'NRS_NOW' },
          value: 7,
          answer: null,
          missingReason: null,
          effective: '2026-03-12',
          timing: 'before',
          recall: 'now',
        },
      },
    });
  });

  it('takes the number of the patient from the first row of a record, and says why an answer is missing', async () => {
    const events = eventsOf(await readExample('redcap'));
    expect(events.map(({ patient }) => patient.value)).toEqual([
      ...Array.from({ length: 11 }, () => '4512'),
      ...Array.from({ length: 7 }, () => '4513'),
    ]);
    expect(events.slice(-4)).toMatchObject([
      { data: { report: { measure: { code: 'NRS_NOW' }, missingReason: 'asked-declined' } } },
      { data: { report: { value: 5 } } },
      { data: { report: { measure: { code: 'ODI_TOTAL' }, missingReason: 'not-asked' } } },
      { data: { report: { value: 3 } } },
    ]);
  });

  it('keeps each row with the names of its columns as the message that it came with', async () => {
    const [, second] = await readExample('redcap');
    expect(second).toMatchObject({ message: { sender: 'REDCap', controlId: 'f#2', charset: 'UTF-8' } });
    expect(second?.kind === 'message' && second.message.body.toString()).toBe(
      'record_id,redcap_event_name,mrn,visit_date,visit_modified,nrs_now,nrs_week,odi_total,pgic,notes\n' +
        '101,week_2_arm_1,0004512,2026-03-26,2026-03-26 09:20,3,4,28,2,\n',
    );
  });
});

describe('the vendor export of the guide', () => {
  it('gives a score a row, with its ties, its words and its time in the zone of the site', async () => {
    const reads = await readExample('vendor');
    expect(reads.map(({ kind }) => kind)).toEqual(Array.from({ length: 5 }, () => 'message'));
    expect(eventsOf(reads).map(({ data }) => data)).toMatchObject([
      {
        identifier: { system: 'urn:oid:2.999.7.9.8', value: 'S-90001' },
        version: { eventTime: '2026-03-12T09:46:00+01:00', status: 'final' },
        report: {
          measure: { system: 'http://loinc.org', code: '72514-3' },
          value: 7,
          unit: '{score}',
          effective: '2026-03-12T09:40:00+01:00',
          timing: 'before',
          painLocation: 'back',
          visit: { system: 'urn:oid:2.999.7.9.2', value: 'V-778812' },
        },
      },
      { report: { value: 46, effective: '2026-03-12' } },
      { report: { value: 2.5 } },
      { report: { missingReason: 'asked-declined' } },
      { identifier: { value: 'S-90005' }, version: { status: 'void' }, report: {} },
    ]);
  });
});
