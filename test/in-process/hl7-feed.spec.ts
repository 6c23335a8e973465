import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { derive, factsFrom, joinAll, nothingKnown, type PatientOutputs, type Rules } from '@ilium/clinical';
import { parseProcedureEvent, type ProcedureEvent } from '@ilium/contracts';
import { loadSite } from '@ilium/site';
import { expectedCounts } from '../../apps/hospital/src/feed/expected.js';
import { generate } from '../../apps/hospital/src/feed/generate.js';
import { lastDay } from '../../apps/hospital/src/feed/last-day.js';
import type { Message } from '../../apps/hospital/src/feed/message.js';
import { toHl7 } from '../../apps/hospital/src/hl7/to-hl7.js';
import { readMessage } from '../../apps/intake/src/hl7/read-message.js';
import { keyedIds } from '../../apps/mapper/src/keyed-ids.js';
import { projectRoot } from '../../dev/src/project.js';

/** The hospital tells the same courses in events and in HL7 v2: the same records and outcomes come of it. */

const siteOf = (file: string) => loadSite(join(projectRoot, 'config', 'sites', file));
const site = siteOf('riverside.yaml');
const ids = keyedIds('a key for tests that is long enough to pass');
/** Each with the site file that its courses are followed up by. */
const feeds = [
  { seed: 1, courses: 400, profile: 'varied', file: 'riverside.yaml', atLeast: 15_000 },
  { seed: 2, courses: 400, profile: 'varied', file: 'riverside.yaml', atLeast: 15_000 },
  { seed: 1, courses: 150, profile: 'believable', file: 'riverside-outcomes.yaml', atLeast: 8_000 },
] as const;

function parsed(event: Parameters<typeof parseProcedureEvent>[0]): ProcedureEvent {
  const read = parseProcedureEvent(event);
  if (!read.ok) throw new Error(`${event.type}: ${read.detail}`);
  return read.event;
}

/** What intake makes of a message of the feed, and what it leaves for a person to look at. */
function throughHl7(message: Message): {
  readonly events: readonly ProcedureEvent[];
  readonly open: readonly string[];
} {
  const [listener] = site.incoming.listeners;
  if (listener === undefined) throw new Error('the site has no listener');
  const reading = readMessage(Buffer.from(toHl7(message).text), { site, listener, receivedAt: 0 });
  if (reading.fate !== 'taken') return { events: [], open: [`${reading.type}: ${reading.fate}`] };
  return {
    events: reading.events.map(({ type, time, data }, place) =>
      parsed({ specversion: '1.0', id: `${message.event.id}-${place}`, source: 'urn:test:hl7', type, time, data }),
    ),
    open: reading.work.map(({ reason, path }) => `${reading.type}: ${reason} ${path}`),
  };
}

/**
 * The three numbers that HL7 v2 can't carry as the events have them, so that other facts are made of the same statements.
 * Ids of records are made of these numbers; nothing else may differ.
 */
function numberedAsInHl7(event: ProcedureEvent): ProcedureEvent {
  switch (event.type) {
    // RXA has no number of its own: it is its order's (ORC-3), with the place of RXA-2.
    case 'ilium.administration.reported.v1': {
      const { identifier } = event.data;
      return identifier === undefined ? event : named(event, { ...identifier, value: `${identifier.value}|1` });
    }
    // A line that comes alone has no place among the lines of its account: it needs a number.
    case 'ilium.charge.reported.v1': {
      const { account, ordinal } = event.data.anchor ?? {};
      const system = 'https://hospital.example/sid/transaction';
      return account === undefined ? event : named(event, { system, value: `${account.value}-${ordinal}` });
    }
    // PR1-19 is one number: the procedure's where it is known, else the facility's own.
    case 'ilium.procedure.reported.v1': {
      const { procedureIdentifier } = event.data.report;
      return procedureIdentifier ? named(event, procedureIdentifier) : event;
    }
    default:
      return event;
  }
}

function named(event: ProcedureEvent, identifier: { readonly system: string; readonly value: string }): ProcedureEvent {
  return parsed({ ...event, data: { ...event.data, anchor: undefined, identifier } });
}

function derived(events: readonly ProcedureEvent[], rules: Rules): readonly PatientOutputs[] {
  const news = events.map((event) => factsFrom(event, ids));
  return derive(joinAll(nothingKnown, news), rules, lastDay, ids);
}

/** As the stories count: what is told of one joint is of a kind of its own. */
function kindOf({ observation: { content } }: PatientOutputs['outcomes'][number]): string {
  return content.kind === 'score' && 'side' in content ? 'joint' : (content.kind ?? 'score');
}

function tally(names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, each]) => [name, each.length]));
}

/** What is live, by its key. */
function digestsOf(persons: readonly PatientOutputs[]): Readonly<Record<string, string>> {
  const records = persons.flatMap(({ resources }) => resources.map(({ key, digest }) => [key, digest]));
  const outcomes = persons.flatMap((person) => person.outcomes.map(({ key, digest }) => [`outcome ${key}`, digest]));
  return Object.fromEntries([...records, ...outcomes]);
}

describe.each(feeds)('a $profile feed of $courses courses (seed $seed) in HL7 v2', (options) => {
  const { seed, courses, profile, file, atLeast } = options;
  const { rules } = siteOf(file);
  const feed = [...generate({ seed, courses, profile })].filter(({ isRepeat }) => !isRepeat);
  const read = feed.map(throughHl7);
  let persons: readonly PatientOutputs[];
  beforeAll(() => {
    persons = derived(
      read.flatMap(({ events }) => events),
      rules,
    );
  });

  it('is read without anything left over', () => {
    expect(read.flatMap(({ open }) => open)).toEqual([]);
    expect(read.filter(({ events }) => events.length === 0)).toEqual([]);
  });

  it('tells each fact in the feed, and as of the moment, of its event', () => {
    const differing = feed.filter(({ event }, place) => {
      const { feed: source, version } = parsed(event).data;
      const events = read[place]?.events ?? [];
      return events.some(
        ({ type, data }) =>
          type !== event.type ||
          JSON.stringify(data.feed) !== JSON.stringify(source) ||
          data.version.eventTime !== version.eventTime,
      );
    });
    expect(differing.map(({ event }) => event.data)).toEqual([]);
  });

  it('gives every record and outcome that the events give, with the same content under the same id', () => {
    const throughEvents = derived(
      feed.map(({ event }) => numberedAsInHl7(parsed(event))),
      rules,
    );
    const [expected, given] = [digestsOf(throughEvents), digestsOf(persons)];
    expect(Object.keys(expected).length).toBeGreaterThan(atLeast);
    expect(Object.keys(given).filter((key) => given[key] !== expected[key])).toEqual([]);
    expect(Object.keys(expected).filter((key) => given[key] === undefined)).toEqual([]);
  });

  it('gives as many records and outcomes as the stories imply', () => {
    const { patients, procedures, observations, medicationAdministrations, outcomesByKind } = expectedCounts({
      seed,
      courses,
      profile,
    });
    const types = persons.flatMap(({ resources }) => resources.map(({ resource }) => resource.resourceType));
    expect(tally(types)).toEqual({
      Patient: patients,
      Procedure: procedures,
      Observation: observations,
      MedicationAdministration: medicationAdministrations,
    });
    const kinds = persons.flatMap((person) => person.outcomes.map(kindOf));
    // Not every feed asks for one joint.
    expect({ joint: 0, ...tally(kinds) }).toEqual(outcomesByKind);
  });
});
