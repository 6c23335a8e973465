import { describe, expect, it } from '@jest/globals';
import { readProcedureEvent } from '@ilium/contracts';
import { RecordStore } from '../fhir/record-store.js';
import { chartResources } from './chart-resources.js';
import { generate } from './generate.js';
import { imagineCourse } from './imagine-course.js';
import { lastDay } from './last-day.js';
import { measures } from './measures.js';
import { toRecord, type Message } from './message.js';
import { procedures } from './procedures.js';
import type { Course } from './story.js';
import { tellCourse } from './tell-course.js';

const seed = 1;
const courses = 1_500;
const feed: readonly Message[] = [...generate({ seed, courses })];
const stories: readonly Course[] = Array.from({ length: courses }, (_, index) => imagineCourse(seed, index));
const visits = stories.flatMap((course) => course.visits);
const acts = visits.flatMap((visit) => visit.acts);
const bills = visits.flatMap(({ bill }) => bill ?? []);
const scores = stories.flatMap((course) => course.scores);
/** The believable feed alone asks for the last of them. */
const measureNames = Object.keys(measures).filter((name) => name !== 'promis-physical-health');
const complications = stories.flatMap((course) => course.complications);

describe('a feed', () => {
  it('is the same for the same seed, and another for another', () => {
    expect([...generate({ seed, courses: 40 })]).toEqual([...generate({ seed, courses: 40 })]);
    expect([...generate({ seed: 2, courses: 40 })]).not.toEqual([...generate({ seed, courses: 40 })]);
  });

  it('tells a course in the same messages whatever its size', () => {
    const ofCourse7 = (messages: Iterable<Message>) =>
      [...messages].filter(({ course }) => course === 7).sort((a, b) => a.event.id.localeCompare(b.event.id));
    expect(ofCourse7(generate({ seed, courses: 8 }))).toEqual(ofCourse7(feed));
  });

  it('holds only events that the public door can read, in both modes', () => {
    const unread = feed.filter((message) => {
      const { value, headers } = toRecord(message);
      return !readProcedureEvent({ value: Buffer.from(value ?? ''), headers: headersAsText(headers) }).ok;
    });
    expect(unread).toEqual([]);
    expect(new Set(feed.map(({ isBinary }) => isBinary))).toEqual(new Set([true, false]));
  });

  it('sends about three in a hundred again, byte for byte', () => {
    const byId = Map.groupBy(feed, ({ event }) => `${event.source} ${event.id}`);
    const repeats = feed.filter(({ isRepeat }) => isRepeat);
    expect(repeats.length / feed.length).toBeGreaterThan(0.02);
    expect(repeats.length / feed.length).toBeLessThan(0.04);
    expect(byId.size).toBe(feed.length - repeats.length);
    const differing = repeats.filter(({ event }) => {
      const [one, other] = byId.get(`${event.source} ${event.id}`) ?? [];
      return (
        one === undefined || other === undefined || JSON.stringify(toRecord(one)) !== JSON.stringify(toRecord(other))
      );
    });
    expect(differing).toEqual([]);
  });

  it('is told out of time order and across courses, and nothing after its last day', () => {
    const times = feed.map(({ event }) => Date.parse(event.time ?? ''));
    const backwards = times.filter((time, place) => time < (times[place - 1] ?? 0)).length;
    expect(backwards).toBeGreaterThan(feed.length / 4);
    expect(new Set(feed.slice(0, 50).map(({ course }) => course)).size).toBeGreaterThan(30);
    const days = feed.map(({ event }) => (event.time ?? '').slice(0, 10));
    expect(days.toSorted().at(-1)).toBe(lastDay);
    expect(days.toSorted()[0]?.localeCompare('2022')).toBe(-1);
  });

  it('keeps a record number on one key, and says nothing of it there or in ids', () => {
    const keys = new Map<string, Set<string>>();
    for (const { key, event } of feed) {
      const mrn = /"value":"(SIM-[^"]+)"/.exec(JSON.stringify(event.data))?.[1] ?? '';
      keys.set(mrn, (keys.get(mrn) ?? new Set()).add(key));
    }
    const telling = feed.filter(({ key, event }) => !/^[0-9a-f]{24} [0-9a-f]{24}$/.test(`${key} ${event.id}`));
    expect(telling).toEqual([]);
    const several = [...keys.values()].filter(({ size }) => size !== 1);
    expect([keys.has(''), several]).toEqual([false, []]);
  });

  it.each<[string, boolean | undefined]>([
    ['a second injection', stories.some((course) => course.visits.filter(hasSteroid).length === 2)],
    ['both joints under one line', acts.some(({ sides }) => sides.length === 2)],
    ['a line for each joint', visits.some(({ acts: lines }) => lines.length === 2)],
    ['a side that nobody told', acts.some(({ sides }) => sides.length === 0)],
    ['a corrected side', acts.some(({ isSideCorrected }) => isSideCorrected)],
    ['a corrected side without an identifier', acts.some((act) => act.isSideCorrected && act.isAnonymous)],
    ['a side told later', acts.some(({ isToldInParts }) => isToldInParts)],
    ['a facility report by procedure number', acts.some(({ facility }) => facility === 'procedure')],
    ['a facility report by order', acts.some(({ facility }) => facility === 'order')],
    ['a facility report by day', acts.some(({ facility }) => facility === 'day')],
    ['an injection that was not done', visits.some(({ status }) => status === 'not-done')],
    ['an injection that was stopped', visits.some(({ status }) => status === 'stopped')],
    ['a block without steroid', visits.some((visit) => visit.status === 'completed' && !hasSteroid(visit))],
    ['a visit that was withdrawn', visits.some(({ isWithdrawn }) => isWithdrawn)],
    ['a drug written twice', visits.some(({ administrations }) => administrations.some((one) => one.isWithdrawn))],
    ['a merge with events for both records', stories.some((course) => new Set(keysOf(course)).size === 2)],
    ['a visit that was written in the wrong chart', stories.some(({ wrongChart }) => wrongChart?.how === 'rewritten')],
    ['a visit that was moved out of the wrong chart', stories.some(({ wrongChart }) => wrongChart?.how === 'moved')],
    ['a visit that was moved and back', stories.some(({ wrongChart }) => wrongChart?.how === 'moved-and-back')],
    ['a charge by transaction', bills.some(({ isNumbered }) => isNumbered)],
    ['a charge by its place', bills.some(({ isNumbered }) => !isNumbered)],
    ["a facility's charge", bills.some(({ isFacilityCharged }) => isFacilityCharged)],
    ['a charged drug', bills.some(({ areDrugsCharged }) => areDrugsCharged)],
    ['a credit', bills.some(({ correction }) => correction === 'credited')],
    ['a credit that is billed again', bills.some(({ correction }) => correction === 'rebilled')],
    ['a visit that only a bill tells of', visits.some(({ status }) => status === 'billed')],
    ['a corrected score', scores.some(({ toldFirst }) => toldFirst?.value !== undefined)],
    ['a corrected day', scores.some(({ toldFirst }) => toldFirst?.day !== undefined)],
    ['a withdrawn score', scores.some(({ isWithdrawn }) => isWithdrawn)],
    ['a question that was not answered', scores.some(({ value }) => value === undefined)],
    ['a visit without its number', visits.some(({ tellsNumber }) => !tellsNumber)],
    ['a visit without times', visits.some(({ clock }) => clock === undefined)],
    ['a visit of many years ago', visits.some(({ day }) => day < '2020-01-01')],
    ['a line that names a further level', acts.some(({ levels }) => levels > 1)],
    ['an intent by modifier', acts.some(({ steps }) => steps.declaredBy === 'modifier')],
    ['an intent by purpose', acts.some(({ steps }) => steps.declaredBy === 'purpose')],
    ['contrast beside the joint', acts.some(({ steps }) => steps.spread === 'peri-articular')],
    ['contrast in a vessel', acts.some(({ steps }) => steps.spread === 'vascular')],
    ['contrast that confirmed nothing', acts.some(({ steps }) => steps.spread === 'not-confirmed')],
    ['a score half an hour after the needle', scores.some(({ number }) => number.includes('-hours-'))],
    ['a diary', scores.some(({ number }) => number.endsWith('-diary-14'))],
    ...measureNames.map((name): [string, boolean] => [name, scores.some(({ measure }) => measure === name)]),
    ['a score of a leg', scores.some(({ painLocation }) => painLocation === 'leg')],
    ['a score of one joint', scores.some(({ side }) => side !== undefined)],
    ['a complication told twice', complications.some(({ isToldTwice }) => isToldTwice)],
    ['a complication that was withdrawn', complications.some(({ isWithdrawn }) => isWithdrawn)],
    ['a history', stories.some(({ history }) => history.length > 0)],
    ['a patient who died', stories.some(({ deathDay }) => deathDay !== undefined)],
    ['an opt-out', stories.some(({ flag }) => flag?.name === 'opt-out' && !flag.isTakenBack)],
    ['a flag that was taken back', stories.some(({ flag }) => flag?.isTakenBack === true)],
    ['a test patient', stories.some(({ flag }) => flag?.name === 'test')],
    ['two procedures in one visit', visits.some(({ acts: [one, two] }) => two && one.procedure !== two.procedure)],
    ['a complication of which more came out', complications.some(({ isUnspecificFirst }) => isUnspecificFirst)],
    ['somebody taken for another', feed.some(({ event }) => event.type === 'ilium.patient.unlinked.v1')],
    ['an order', feed.some(({ event }) => event.type === 'ilium.order.reported.v1')],
  ])('has %s', (_what, occurs) => {
    expect(occurs).toBe(true);
  });

  it('is about every procedure of the clinic, and mostly about injections of the SI joint', () => {
    const byProcedure = Map.groupBy(visits, ({ procedure }) => procedure);
    expect([...byProcedure.keys()].sort()).toEqual(Object.keys(procedures).sort());
    expect((byProcedure.get('si-joint-injection') ?? []).length / visits.length).toBeGreaterThan(0.7);
  });

  it('has its patients and visits in the FHIR server, each visit with its patient', () => {
    const store = new RecordStore();
    for (const course of stories.slice(0, 200)) {
      store.atomically(() => {
        for (const resource of chartResources(course)) store.write(resource.id, resource);
      });
    }
    const told = feed.filter(({ course }) => course < 200).flatMap(({ event }) => visitNumbers(event.data));
    const unknown = told.filter((number) => store.found(`Encounter?identifier=${number}`).size !== 1);
    expect(told.length).toBeGreaterThan(0);
    expect(unknown).toEqual([]);
  });
});

describe('course 0', () => {
  it('is a plain one: one side, a baseline, and a follow-up on the last day', () => {
    const [course] = stories;
    expect(course?.visits).toHaveLength(1);
    expect(course?.scores.map(({ day }) => day)).toEqual(['2026-10-16', '2026-10-16', lastDay, lastDay]);
    expect(course === undefined ? [] : tellCourse(course, seed).filter(({ isRepeat }) => isRepeat)).toEqual([]);
  });
});

function hasSteroid({ administrations }: Course['visits'][number]): boolean {
  return administrations.some(({ agent, into }) => into === 'joint' && agent !== 'iohexol' && agent !== 'bupivacaine');
}

function keysOf(course: Course): readonly string[] {
  return course.secondRecord === undefined ? [] : tellCourse(course, seed).map(({ key }) => key);
}

function headersAsText(headers: object | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]));
}

function visitNumbers(data: object): readonly string[] {
  return [...JSON.stringify(data).matchAll(/sid\/visit","value":"([^"]+)"/g)].map(([, number]) => number ?? '');
}
