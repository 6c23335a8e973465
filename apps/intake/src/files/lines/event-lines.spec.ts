import { describe, expect, it } from '@jest/globals';
import { maxEventBytes } from '../../events/cloud-event-message.js';
import { scoreEvent } from '../../rest/events.samples.js';
import type { FileEntry } from '../message-reader.js';
import { eventLines } from './event-lines.js';
import type { ResourceDoor } from './fhir-lines.js';

async function read(lines: readonly string[], resources?: ResourceDoor): Promise<FileEntry[]> {
  const reader = eventLines('test', { format: 'ndjson', isBackload: false }, resources);
  const stream = async function* () {
    yield Buffer.from(lines.join('\r\n'));
  };
  const entries: FileEntry[] = [];
  for await (const entry of reader.read(stream(), { file: 'f', skip: 0 })) entries.push(entry);
  return entries;
}

const event = JSON.stringify(scoreEvent('e-1'));

describe('a file of events', () => {
  it('says of each refused line its number, the reason and the place, and takes the others', async () => {
    const { data, ...envelope } = scoreEvent('e-2');
    const lines = [
      `\uFEFF${event}`,
      ' ',
      '{"secret',
      '{"hello":"secret"}',
      JSON.stringify({ ...envelope, type: 'secret.type', data }),
      JSON.stringify({ ...envelope, data: { ...data, patient: { value: 'secret' } } }),
      `{"a":"${'x'.repeat(5 * maxEventBytes)}"}`,
      event,
    ];
    const entries = await read(lines);
    expect(
      entries.map(({ line, read: each }) => `${line} ${each.kind === 'refused' ? each.reason : each.kind}`),
    ).toEqual([
      '1 message',
      '3 not-json',
      '4 not-a-cloud-event',
      '5 unknown-type',
      '6 schema-violation',
      '7 too-large',
      '8 message',
    ]);
    const details = entries.map(({ read: each }) => (each.kind === 'refused' ? each.detail : '')).join();
    expect(details).toContain('data.patient.system');
    expect(details).not.toContain('secret');
    expect(entries[5]?.bytes).toBeUndefined();
  });

  it('may hold FHIR resources, where somebody reads them', async () => {
    const resource = '{"resourceType":"Observation","id":"o-1"}';
    const [refused] = await read([resource]);
    expect(refused?.read).toMatchObject({ kind: 'refused', reason: 'not-a-cloud-event' });
    const seen: string[] = [];
    const resources: ResourceDoor = {
      rankOf: () => 3,
      take: async (line, place) => {
        seen.push(`${place} ${line.toString()}`);
        return { kind: 'taken' };
      },
    };
    const entries = await read([resource, event], resources);
    expect(entries.map(({ read: { kind } }) => kind)).toEqual(['handed', 'message']);
    for (const { read: each } of entries) if (each.kind === 'handed') await each.take();
    expect(seen).toEqual([`f#1 ${resource}`]);
  });
});
