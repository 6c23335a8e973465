import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordsStatus, type TopicBase } from '@ilium/contracts';
import type { OutgoingRecord } from '@ilium/messaging';
import { markedChart } from '../apps/hospital/src/feed/chart-resources.js';
import { generate } from '../apps/hospital/src/feed/generate.js';
import { imagineCourse } from '../apps/hospital/src/feed/imagine-course.js';
import { lastDay } from '../apps/hospital/src/feed/last-day.js';
import { marked } from '../apps/hospital/src/feed/marked.js';
import { opaque, toRecord } from '../apps/hospital/src/feed/message.js';
import { reported } from '../apps/hospital/src/feed/statement.js';
import type { Course } from '../apps/hospital/src/feed/story.js';
import { tellCourse } from '../apps/hospital/src/feed/tell-course.js';
import { trueOutcomes } from '../apps/hospital/src/feed/true-outcomes.js';
import { identifier } from '../apps/hospital/src/feed/vocabulary.js';
import { until } from '../dev/src/test-environment.js';
import { canaryChart, canaryEvents, marker, unreadableEvents, words } from './canary-events.js';
import { everythingSent, everythingShown, type ShownRecord } from './everything-shown.js';
import { RunningSystem } from './running-system.js';
import { observationOf, seenOutside, type Seen } from './seen-outside.js';
import { identifiersIn, numbersIn, randomUuid, textsIn } from './values-in.js';

const seed = 1;
const courses = 300;

const profiles = {
  /** How much of a time may be told: its month, its year. */
  limited: { told: '2026-01'.length, period: /^\d{4}-\d\d$/, tooFine: /\d{4}-?\d\d-?\d\d|\d\d:\d\d/ },
  'safe-harbor': { told: '2026'.length, period: /^\d{4}$/, tooFine: /\d{4}-\d\d|\d{6}|\d\d:\d\d/ },
} as const;

/** Days of birth, of whoever comes into a clinic for pain and is in these tests. */
const birthDay = /19\d\d-\d\d-\d\d/;
/** Family names of the feed. */
const familyName = /Simulated-[A-Z]/;
/** The mapper's keys of patients, facts, sessions, and the ids of records. */
const ownKey = /i[0-9a-f]{32}/;

/** Somebody with outcomes, of whom nothing else is remarkable. The feed's own patients come before. */
function treatedCourses(count: number): readonly Course[] {
  const found: Course[] = [];
  for (let index = courses; found.length < count; index += 1) {
    const course = imagineCourse(seed, index);
    const isPlain = course.flag === undefined && course.wrongChart === undefined && course.secondRecord === undefined;
    if (isPlain && trueOutcomes(course, lastDay).length > 5) found.push(course);
  }
  return found;
}

function eventsOf(course: Course): readonly OutgoingRecord[] {
  return tellCourse(course, seed).map((message) =>
    toRecord({ ...message, event: { ...message.event, data: marked(message.event.data, marker) } }),
  );
}

function hidingFlag({ flag }: Course): readonly string[] {
  return flag === undefined || flag.isTakenBack || flag.name === 'interpreter' ? [] : [flag.name];
}

interface BundledResource {
  readonly resourceType: string;
}

function bundled(value: string): readonly BundledResource[] {
  const { entry }: { readonly entry: readonly { readonly resource: BundledResource }[] } = JSON.parse(value);
  return entry.map(({ resource }) => resource);
}

let flaggings = 0;

/** What registration says of somebody on the last day, in the stream of all that is said of that patient. */
function flags({ patient }: Course, names: readonly string[]): OutgoingRecord {
  flaggings += 1;
  const { type, data } = reported({
    source: 'registration',
    kind: 'patient',
    about: patient,
    named: { identifier: identifier('mrn', patient.mrn) },
    at: { day: lastDay, minute: 23 * 60 + flaggings },
    report: { flags: names },
  });
  return {
    key: opaque(`record/${patient.mrn}`),
    value: JSON.stringify({
      specversion: '1.0',
      id: `f${flaggings}`,
      source: 'canary',
      type,
      data: marked(data, marker),
    }),
    headers: { 'content-type': 'application/cloudevents+json' },
  };
}

describe.each(Object.entries(profiles))('canaries in a feed, under the profile %s', (profile, { told, ...fine }) => {
  const isCoarse = (time: number) => time === Date.parse(new Date(time).toISOString().slice(0, told));
  const [optedOut, tested] = treatedCourses(2) as [Course, Course];
  let folder: string;
  let system: RunningSystem;
  let sent = 0;
  let shownInTrouble: ReadonlyMap<string, string>;
  let topics: Readonly<Record<TopicBase, readonly ShownRecord[]>>;
  const seen: Record<string, Seen> = {};
  const excluded: Record<string, unknown> = {};
  /** The flags that patients of the feed have at its end. */
  const hidden: string[] = [];

  async function tell(step: string, records: readonly OutgoingRecord[]): Promise<void> {
    sent += records.length;
    await system.send(records);
    await system.settled(sent);
    seen[step] = await seenOutside(system);
    excluded[step] = await system.read('mapper', '/v1/excluded');
  }

  function at(step: string): Seen {
    const found = seen[step];
    if (found === undefined) throw new Error(`nothing was seen at "${step}"`);
    return found;
  }

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ilium-canary-'));
    const site = join(folder, 'site.yaml');
    await writeFile(
      site,
      `name: canary\nprivacy:\n  profile: ${profile}\n  harmlessFlags: [interpreter, ${words}]\nderivedInChart: [percent-improvement]\n`,
    );
    // The hospital sends nothing: its feed comes from here, marked.
    system = await RunningSystem.prepare({ courses, feedStart: 'manual', asOf: lastDay, site, logLevel: 'debug' });
    await system.start('hospital');
    await system.start('intake', 'mapper', 'fhir-sync', 'analytics', 'console');
    const feed: OutgoingRecord[] = [];
    const charts = [optedOut, tested];
    const onCourse = (course: Course) => {
      charts.push(course);
      hidden.push(...hidingFlag(course));
    };
    for (const message of generate({ seed, courses, marker, onCourse })) {
      feed.push(toRecord(message));
    }
    await system.writeCharts([...charts.flatMap((course) => markedChart(course, marker)), ...canaryChart]);
    await failFhirServer('error');
    const early = [...canaryEvents, ...unreadableEvents, ...feed.splice(0, 200)];
    sent = early.length;
    await system.send(early);
    await until(
      'fhir-sync to notice that the FHIR server answers errors',
      async () => (await records()).targets[0]?.lastError,
    );
    shownInTrouble = await everythingShown(system);
    await failFhirServer('none');
    await tell('feed', feed);
    await tell('test patient', [flags(tested, ['test']), ...eventsOf(tested)]);
    await tell('treated', eventsOf(optedOut));
    await tell('opted out', [flags(optedOut, ['opt-out'])]);
    await tell('opted in', [flags(optedOut, [])]);
    topics = await everythingSent(system);
  }, 500_000);

  afterAll(async () => {
    await system.close();
    await rm(folder, { recursive: true, force: true });
  }, 120_000);

  const records = async () => recordsStatus.parse(await system.read('fhir-sync', '/v1/records'));

  async function failFhirServer(mode: 'error' | 'none'): Promise<void> {
    const response = await fetch(`${system.url('hospital')}/admin/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ mode }),
    });
    expect(response.ok).toBe(true);
  }

  const on = (...bases: readonly TopicBase[]) => bases.flatMap((base) => topics[base]);
  const outside = ({ key, headers }: ShownRecord) => `${key} ${JSON.stringify(headers)}`;
  const whole = (record: ShownRecord) => `${outside(record)} ${record.value}`;
  const isPatient = ({ resourceType }: BundledResource) => resourceType === 'Patient';
  /** What stands in the bundles, record by record. */
  const entries = (isWanted: (resource: BundledResource) => boolean) =>
    on('fhir-bundles')
      .flatMap(({ value }) => bundled(value))
      .filter(isWanted)
      .map((resource) => JSON.stringify(resource));
  const found = (texts: readonly string[], what: string | RegExp) =>
    texts.filter((text) => (typeof what === 'string' ? text.includes(what) : what.test(text))).slice(0, 3);

  it('are found where they belong: in what the hospital sends, in the chart, and in what nobody could read', () => {
    for (const base of ['procedure-events', 'fhir-bundles', 'parked'] as const) {
      expect(
        found(
          on(base).map(({ value }) => value),
          marker,
        ),
      ).not.toEqual([]);
    }
    expect(found(on('procedure-events').map(outside), marker)).not.toEqual([]);
    expect(found(on('procedure-events').map(whole), birthDay)).not.toEqual([]);
    expect(found(on('fhir-bundles').map(whole), ownKey)).not.toEqual([]);
    expect(found(on('procedure-events').map(whole), `"family":"${marker}`)).not.toEqual([]);
    expect(found(entries(isPatient), `"family":"${marker}`)).not.toEqual([]);
    for (const what of [birthDay, familyName]) expect(found(entries(isPatient), what)).not.toEqual([]);
    expect(on('parked').length).toBe(unreadableEvents.length);
  });

  it('are nowhere on the outcome topic, and in no key or header of records or of what was parked', () => {
    expect(on('outcome-observations').length).toBeGreaterThan(courses);
    expect(found(on('outcome-observations').map(whole), marker)).toEqual([]);
    expect(found(on('fhir-bundles', 'parked').map(outside), marker)).toEqual([]);
  });

  it('are in no log, metric, health answer or status, in trouble as well as after it', async () => {
    const now = await everythingShown(system);
    expect(now.get('logs')).toContain('debug');
    expect(now.get('mapper /v1/ledger')).toContain('schema-violation');
    for (const shown of [shownInTrouble, now]) {
      const places = [...shown].filter(
        ([, text]) => text.includes(marker) || birthDay.test(text) || familyName.test(text),
      );
      expect(places.map(([place]) => place)).toEqual([]);
    }
  });

  it('a day of birth and a family name go nowhere but into the record of the patient, which is not for the chart', () => {
    const others = entries((resource) => !isPatient(resource));
    for (const what of [birthDay, familyName]) {
      expect(found([...on('outcome-observations').map(whole), ...others], what)).toEqual([]);
      expect(found(on('fhir-bundles', 'parked').map(outside), what)).toEqual([]);
    }
  });

  it('what the record of a patient says is not written into the chart', async () => {
    const { delivered } = await records();
    expect(delivered.map(({ resourceType }) => resourceType)).not.toContain('Patient');
  });

  it('no identifier of a source and no key of ours is on the outcome topic', () => {
    const texts = [...new Set(on('outcome-observations').flatMap(({ value }) => textsIn(JSON.parse(value))))];
    const told = on('procedure-events').flatMap(({ value }) =>
      value.startsWith('{') ? identifiersIn(JSON.parse(value)) : [],
    );
    const identifiers = [...new Set(told.map((one) => one.replace(`${marker}-`, '')))];
    expect(identifiers.length).toBeGreaterThan(10 * courses);
    expect(identifiers.filter((one) => texts.some((text) => text.includes(one)))).toEqual([]);
    expect(found(on('outcome-observations').map(whole), ownKey)).toEqual([]);
  });

  it('names on the outcome topic are random, and headers tell nothing', () => {
    const names = new Set<string>();
    const headers = new Map<string, Set<string>>();
    for (const record of on('outcome-observations')) {
      const observation = observationOf(record);
      expect(observation.key).toBe(record.key);
      names.add(record.key).add(record.headers['ce_id'] ?? '');
      if ('session' in observation) names.add(observation.session);
      for (const [name, value] of Object.entries(record.headers)) {
        headers.set(name, (headers.get(name) ?? new Set()).add(value));
      }
    }
    expect([...names].filter((name) => !randomUuid.test(name))).toEqual([]);
    const several = [...headers].filter(([name, values]) => name !== 'ce_id' && values.size > 1);
    expect(several).toEqual([]);
    expect([...headers.keys()]).not.toContain('ce_time');
  });

  it('no time on the outcome topic is finer than the profile says, in values, timestamps or revisions', () => {
    const outcomes = on('outcome-observations');
    expect(outcomes.filter(({ timestamp }) => !isCoarse(timestamp))).toEqual([]);
    const observations = outcomes.map(observationOf);
    // ADR 12: counted from the start of the month or the year.
    const fineRevisions = observations.filter(({ revision }) => {
      const start = Date.parse(new Date(revision / 1000).toISOString().slice(0, told));
      return revision - start * 1000 > 1_000_000;
    });
    expect(fineRevisions).toEqual([]);
    const contents = observations.map((observation) => ({ ...observation, revision: 0 }));
    expect(found(contents.flatMap(textsIn), fine.tooFine)).toEqual([]);
    const periods = contents
      .flatMap((content) => ('period' in content ? [content.period, content.asOf ?? []] : []))
      .flat();
    expect(periods.filter((period) => !fine.period.test(period))).toEqual([]);
    // A day as a number would be one of many digits.
    expect(contents.flatMap(numbersIn).filter((number) => Math.abs(number) > 10_000)).toEqual([]);
  });

  it('test patients are on no topic of outcomes, and are counted', () => {
    expect(at('test patient').newest.size).toBe(at('feed').newest.size);
    expect(at('test patient').summary).toEqual(at('feed').summary);
    expect(excluded['feed']).toEqual({
      hidden: hidden.filter((name) => name !== 'test').length,
      test: hidden.filter((name) => name === 'test').length,
    });
    expect(excluded['test patient']).toEqual(counted(excluded['feed'], 'test'));
  });

  it('an opt-out takes back all that was published of a patient, and nothing else; taken off, it brings all back', () => {
    const own = [...at('treated').live.keys()].filter((key) => !at('test patient').newest.has(key));
    expect(own).toHaveLength(trueOutcomes(optedOut, lastDay).length);
    const statuses = own.map((key) => at('opted out').newest.get(key)?.status);
    expect(new Set(statuses)).toEqual(new Set(['entered-in-error']));
    expect(at('opted out').live).toEqual(at('test patient').live);
    expect(at('opted out').summary).toEqual(at('test patient').summary);
    expect(excluded['opted out']).toEqual(counted(excluded['treated'], 'hidden'));
    expect([...at('opted in').live.keys()].sort()).toEqual([...at('treated').live.keys()].sort());
    expect(at('opted in').summary).toEqual(at('treated').summary);
    expect(excluded['opted in']).toEqual(excluded['treated']);
  });
});

/** The counts with one more for a reason. */
function counted(counts: unknown, reason: string): unknown {
  const before = counts as Readonly<Record<string, number>>;
  return { ...before, [reason]: (before[reason] ?? 0) + 1 };
}
