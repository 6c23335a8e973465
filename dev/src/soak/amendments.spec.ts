import { describe, expect, it } from '@jest/globals';
import { readProcedureEvent, type ProcedureEvent } from '@ilium/contracts';
import { toRawRecord } from '@ilium/messaging';
import { Random } from '../../../apps/hospital/dist/feed/random.js';
import { Amendments, type Amendment } from './amendments.js';

const courses = 40;

function open(): Amendments {
  return new Amendments(1, new Random('amendments', 1));
}

function drawn(draw: () => Amendment | undefined): readonly Amendment[] {
  return Array.from({ length: 100 }, draw).flatMap((amendment) => (amendment === undefined ? [] : [amendment]));
}

/** As the mapper reads it. */
function eventOf({ record: { value, headers = {} } }: Amendment): ProcedureEvent {
  const read = readProcedureEvent(toRawRecord({ value: Buffer.from(value ?? ''), headers }));
  if (!read.ok) throw new Error(read.detail);
  return read.event;
}

const versionOf = (amendment: Amendment) => eventOf(amendment).data;

describe('amendments', () => {
  it('are events that the mapper takes, and none before anything was told', () => {
    const amendments = open();
    expect(amendments.correction(0)).toBeUndefined();
    const all = drawn(() => amendments.correction(courses));
    expect(all.length).toBeGreaterThan(50);
    expect(new Set(all.map((one) => eventOf(one).id)).size).toBe(all.length);
    expect(all.map(versionOf)).toEqual(all.map(({ about }) => expect.objectContaining({ identifier: about })));
  });

  it('of one thing are each later than the one before, and of another value', () => {
    const amendments = open();
    const [first] = drawn(() => amendments.correction(courses));
    if (first === undefined) throw new Error('nothing to correct');
    const line = [first, ...drawn(() => amendments.correctionOf(first.about))].map((one) =>
      JSON.parse(JSON.stringify(versionOf(one))),
    );
    const times = line.map(({ version }) => Date.parse(version.eventTime));
    expect(times).toEqual([...new Set(times)].toSorted((a, b) => a - b));
    const values = line.map(({ report }) => report.value);
    expect(values.every((value, index) => value !== values[index - 1])).toBe(true);
  });

  it('take a thing back once, nothing that is kept, and correct nothing that is taken back', () => {
    const amendments = open();
    const kept = amendments.score(1);
    if (kept !== undefined) amendments.keep(kept, true);
    const names = drawn(() => amendments.retraction(courses)).map(({ about }) => about.value);
    expect(new Set(names).size).toBe(names.length);
    expect(names).not.toContain(kept?.value);
    expect(drawn(() => amendments.retraction(courses)).map(({ about }) => about.value)).not.toContain(names[0]);
  });
});
