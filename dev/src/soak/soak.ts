import { openProducer } from '@ilium/messaging';
import { lastDay } from '../../../apps/hospital/dist/feed/last-day.js';
import { Random } from '../../../apps/hospital/dist/feed/random.js';
import { numbersOf, statusLine } from '../start/figures.js';
import { preparePassing } from '../start/passing-system.js';
import { settle } from '../start/settle.js';
import { stopFeed } from '../start/snapshot.js';
import type { Play, System } from '../start/system.js';
import type { RunContext } from '../start/to-the-end.js';
import { Activity } from './activity.js';
import { Amendments } from './amendments.js';
import { HospitalChart } from './hospital-chart.js';
import type { Options } from './options.js';
import { findings } from './read-charts.js';
import type { SoakResult } from './report.js';
import { readMemory, type Memory } from './service-memory.js';
import { readStanding, standingLine } from './standing.js';

/** Courses that are there before the first fault. */
const firstCourses = 20;
/** How long fhir-sync waits for an answer: faults that are answers too late are meant to be too late. */
const fhirTimeoutMs = 1_000;
const lineEveryMs = 30_000;
/** Longer than any wait between two attempts at the FHIR server, which come at most a minute after each other. */
const patienceMs = 120_000;

/** A soak from the start of its system to the comparison of what is on the FHIR server with what should be. */
export async function soak(context: RunContext, options: Options): Promise<SoakResult> {
  const { terminal, atEnd } = context;
  const settings = { 'fhir-sync': { FHIR_TIMEOUT_MS: String(fhirTimeoutMs) } };
  const { system, forgetLogs } = await preparePassing(context, 'soak', settings);
  const { seed, rate: feedRate } = options;
  const play: Play = { seed, courses: firstCourses, feedRate, asOf: lastDay };
  await system.start(['hospital', 'intake', 'mapper', 'fhir-sync', 'analytics', 'console'], play);
  const producer = await openProducer({ brokers: system.servers.kafka.brokers.split(',') });
  atEnd(() => producer.close());
  const chart = new HospitalChart(system.ports);
  const amendments = new Amendments(seed, new Random('soak-choices', seed));
  const note = (line: string): void => terminal.line(line);
  const activity = new Activity({ system, play, chart, amendments, producer, options, note });
  const memory = await goOn(system, activity, options, note);

  await stopFeed(system.ports);
  note(`No more faults. Waits until everything has settled, for ${patienceMs / 1000} s at most without any progress.`);
  const quietSince = Date.now();
  const { snapshot, open } = await settle(system.ports, {
    stalledMs: patienceMs,
    sentBeside: activity.amended,
    onProgress: (progress) => terminal.now(statusLine(numbersOf(progress), Date.now() - quietSince)),
  });
  const settledAfterSeconds = Math.round((Date.now() - quietSince) / 100) / 10;
  const found = await findings({ brokers: system.servers.kafka.brokers, topicPrefix: system.topicPrefix }, chart);
  const isThere = [found.missing, found.surplus, found.outOfDate].every(({ length }) => length === 0);
  const ok = open.length === 0 && isThere;
  if (ok) forgetLogs();
  const { corrected, retracted, changedThere, kills, faults } = activity;
  return {
    ...{ ok, seed, minutes: options.minutes, settledAfterSeconds },
    ...{ courses: snapshot.feed.courses, events: snapshot.feed.events, corrected, retracted, changedThere, kills },
    ...{ faults: Object.fromEntries(faults), byState: snapshot.records.byState, open, chart: found },
    memory: { ...memory, end: await readMemory(system.ports) },
  };
}

/** For as long as the faults go on, with a line every half minute. */
async function goOn(
  system: System,
  activity: Activity,
  { minutes }: Options,
  note: (line: string) => void,
): Promise<Pick<SoakResult['memory'], 'start' | 'warm'>> {
  const since = Date.now();
  const start = await readMemory(system.ports);
  let warm: Memory = start;
  const look = async (): Promise<void> => {
    const standing = await readStanding(system);
    note(standingLine(standing, activity.faultOn, Date.now() - since));
  };
  const lines = setInterval(
    () => void look().catch(() => note('the standing is not known at the moment')),
    lineEveryMs,
  );
  const third = setTimeout(() => void readMemory(system.ports).then((read) => (warm = read)), (minutes * 60_000) / 3);
  try {
    await activity.run(since + minutes * 60_000);
  } finally {
    clearInterval(lines);
    clearTimeout(third);
  }
  return { start, warm };
}
