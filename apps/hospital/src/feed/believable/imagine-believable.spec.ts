import { describe, expect, it } from '@jest/globals';
import { readProcedureEvent } from '@ilium/contracts';
import { daysFrom } from '../calendar.js';
import { generate } from '../generate.js';
import { lastDay } from '../last-day.js';
import { toRecord, type Message } from '../message.js';
import { imagineBelievable } from './imagine-believable.js';
import { isRelieved } from './response.js';
import { trueStatistics } from './true-statistics.js';

const feed: readonly Message[] = [...generate({ seed: 1, courses: 300, profile: 'believable' })];
const courses = Array.from({ length: 4_000 }, (_, index) => imagineBelievable(1, index));
const scores = courses.flatMap(({ course }) => course.scores);

describe('the believable feed', () => {
  it('is the same for the same seed, and another for another', () => {
    const of = (seed: number) => [...generate({ seed, courses: 40, profile: 'believable' })];
    expect(of(1)).toEqual(of(1));
    expect(of(2)).not.toEqual(of(1));
  });

  it('holds only events that the public door can read, none of them after the last day', () => {
    const unread = feed.filter((message) => {
      const { value, headers } = toRecord(message);
      const texts = Object.fromEntries(Object.entries(headers ?? {}).map(([name, text]) => [name, String(text)]));
      return !readProcedureEvent({ value: Buffer.from(value ?? ''), headers: texts }).ok;
    });
    expect(unread).toEqual([]);
    expect(feed.filter(({ event }) => (event.time ?? '').slice(0, 10) > lastDay)).toEqual([]);
  });

  it.each([
    ['a corrected answer', scores.some(({ toldFirst }) => toldFirst !== undefined)],
    ['a withdrawn answer', scores.some(({ isWithdrawn }) => isWithdrawn)],
    [
      'a refusal to answer',
      scores.some(({ value, whyMissing }) => value === undefined && whyMissing === 'asked-declined'),
    ],
    [
      'a round that was not sent',
      scores.some(({ value, whyMissing }) => value === undefined && whyMissing === 'not-asked'),
    ],
    ['two records of one person', courses.some(({ course }) => course.secondRecord !== undefined)],
    ['a visit in the wrong chart', courses.some(({ course }) => course.wrongChart !== undefined)],
    ['a patient who died', courses.some(({ course }) => course.deathDay !== undefined)],
    ['an opt-out', courses.some(({ course }) => course.flag?.name === 'opt-out')],
    ['a complication', courses.some(({ course }) => course.complications.length > 0)],
    ['a third treatment of a kind', courses.some(({ stays }) => stays.filter((one) => one.response).length === 3)],
  ])('has %s', (_what, occurs) => {
    expect(occurs).toBe(true);
  });

  it('never treats again whose pain is still halved', () => {
    const tooSoon = courses.flatMap(({ stays }) =>
      stays.filter(({ visit, response }, place) => {
        const next = stays[place + 1];
        return response && next && isRelieved(response, daysFrom(visit.day, next.visit.day));
      }),
    );
    expect(tooSoon).toEqual([]);
  });
});

/** Figures of clinical practice that the courses are made after (`response.ts` names the sources). */
describe('the truth behind the believable feed', () => {
  const { rates, relief } = trueStatistics({ seed: 1, courses: 4_000 });
  const rate = (type: string, window: string) =>
    rates.find((one) => [one.procedureType, one.measure, one.window].join() === [type, 'nrs', window].join());
  const reliefAfter = (type: string) => relief.find(({ procedureType }) => procedureType === type);

  it('has about a third of injections of the SI joint halve the pain at two weeks, and hardly any at three months', () => {
    expect(rate('si-joint-injection', 'W2')?.ofAll.atLeast50).toBeCloseTo(0.32, 1);
    expect(rate('si-joint-injection', 'M3')?.ofAll.atLeast50).toBeLessThan(0.05);
  });

  it('has ablations of the SI joint do so in 64 % at three months, and last for half a year', () => {
    expect(rate('si-joint-rfa', 'M3')?.ofAll.atLeast50).toBeCloseTo(0.67, 1);
    expect(reliefAfter('si-joint-rfa')?.medianOfAll).toBeGreaterThan(150);
    expect(reliefAfter('si-joint-rfa')?.medianOfAll).toBeLessThan(250);
  });

  it('has relief after a steroid last five weeks on average or a little less', () => {
    const { medianOfResponders = 0 } = reliefAfter('si-joint-injection') ?? {};
    expect(medianOfResponders).toBeGreaterThan(23);
    expect(medianOfResponders).toBeLessThan(32);
  });

  it('has more answers of those who were helped', () => {
    const { ofAll, ofAnswered } = rate('si-joint-injection', 'W6') ?? {};
    expect(ofAnswered?.improved ?? 0).toBeGreaterThan(ofAll?.improved ?? 1);
  });
});
