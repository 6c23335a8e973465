import { Client } from 'pg';
import { startService, type RunningService } from '../../../dev/dist/start/service-process.js';
import { services } from '../../../dev/dist/start/services.js';
import { until } from '../../../dev/dist/until.js';
import { peakMiB } from '../peak-memory.js';
import { openWorkplace, type Bench, type Workplace } from '../workplace.js';
import { measureFirstView } from './first-view.js';
import { measureIngestion, type IngestionCost } from './ingestion.js';
import { inventFacts } from './invented-facts.js';

/** What a page of outcomes asks for, narrowly and widely. */
const questions = {
  'rates of everything': ['rates'],
  'rates of one type': ['rates?procedureType=si-joint-injection', 'rates?procedureType=epidural-injection&of=patients'],
  'rates of one measure, over a year': [
    'rates?procedureType=facet-injection&measure=nrs&from=2024-01&to=2024-12',
    'rates?measure=odi&from=2023-07&to=2024-06',
  ],
  'rates of a stratum': [
    'rates?procedureType=si-joint-injection&measure=nrs&window=W6&sex=female',
    'rates?procedureType=epidural-injection&measure=odi&window=M3&agents=both&ageBand=60-69',
    'rates?steroid=dexamethasone',
  ],
  'rates of everything, over months': ['rates?from=2023-07&to=2024-06', 'rates?from=2022-03&to=2026-10'],
  'rates of what was given': [
    'rates?agents=both',
    'rates?procedureType=si-joint-injection&measure=nrs&agents=both&from=2023-07',
  ],
  'changes of one measure': ['changes?procedureType=si-joint-injection&measure=odi', 'changes?measure=odi&window=M3'],
  trend: ['trend?procedureType=si-joint-injection&measure=nrs&window=W6', 'trend?measure=odi&window=M3&rule=over-50'],
  'how long relief lasts': [
    'relief?procedureType=si-joint-injection&measure=nrs',
    'relief?measure=nrs&from=2024&to=2024',
    'relief?measure=nrs',
  ],
  'rates of two strata': [
    'rates?procedureType=si-joint-injection&measure=nrs&sex=female&ageBand=60-69',
    'rates?procedureType=epidural-injection&measure=odi&sex=male&from=2024-03&to=2024-08',
  ],
  'rates of everything, of two strata': ['rates?sex=female&ageBand=60-69'],
  'rates of everything, of a stratum, over months': [
    'rates?sex=female&from=2022-03',
    'rates?steroid=dexamethasone&from=2024-03&to=2024-08',
  ],
  'trend of everything, of a stratum': ['trend?measure=odi&window=M3&sex=female'],
  'funnel of everything, of a stratum': ['funnel?sex=female'],
  'changes of a stratum': [
    'changes?procedureType=si-joint-injection&measure=odi&sex=female',
    'changes?measure=odi&window=M3&sex=male&ageBand=60-69',
  ],
  'changes, over months': ['changes?procedureType=facet-injection&measure=nrs&from=2023-07&to=2024-06'],
  'how long relief lasts, of a stratum': [
    'relief?procedureType=si-joint-injection&measure=nrs&sex=female',
    'relief?measure=nrs&steroid=dexamethasone&from=2023-07',
  ],
  'trend of a stratum': ['trend?procedureType=si-joint-injection&measure=nrs&window=W6&sex=female'],
  'funnel of a stratum': ['funnel?procedureType=si-joint-injection&measure=odi&sex=female&ageBand=60-69'],
  funnel: ['funnel?procedureType=si-joint-injection&measure=nrs', 'funnel?measure=odi', 'funnel?from=2023-07'],
  'episodes behind a number': [
    'episodes?procedureType=si-joint-injection&measure=nrs&window=W6&counted=improved',
    'episodes?procedureType=epidural-injection&measure=odi&window=M3&counted=missing&sex=female&from=2024-03',
    'episodes?procedureType=si-joint-injection&measure=nrs&counted=relief',
  ],
  'episodes behind a wide number': [
    'episodes?counted=improved&sex=female&ageBand=60-69',
    'episodes?measure=nrs&window=W6&counted=improved',
  ],
  dimensions: ['dimensions'],
} as const satisfies Record<string, readonly string[]>;

export interface StatisticsCost {
  readonly facts: number;
  /** To count all facts anew, beside a release that has started. */
  readonly recountSeconds: number;
  readonly ms: Readonly<Record<string, Percentiles>>;
  /** From the address to the last picture, each time by a browser that was never there. */
  readonly firstViewMs: Percentiles | undefined;
  /** Beside few facts first, then beside all. */
  readonly ingestion: readonly IngestionCost[];
  /** Of the service that was asked, in MiB; undefined where the system does not tell. */
  readonly peakMiB: number | undefined;
}

interface Percentiles {
  readonly median: number;
  readonly p95: number;
}

type Note = (line: string) => void;

const timesAsked = 40;
const fewFacts = 1_000_000;

export async function measureStatistics(bench: Bench, facts: number, note: Note): Promise<StatisticsCost> {
  const place = await openWorkplace(bench);
  // Its tables are its own: it makes them, then they are filled, and it counts them at its next start.
  await (await start(bench, place)).process.stop();
  const ingestion: IngestionCost[] = [];
  const takeIn = async (beside: number) => {
    ingestion.push(await measureIngestion(bench, place, beside));
    const last = ingestion.at(-1);
    note(`statistics · ${last?.countedPerSecond} facts/s beside ${beside}, ${last?.copiedPerSecond} by COPY`);
  };
  if (facts > fewFacts) {
    await filled(bench, place, fewFacts, note);
    await takeIn(fewFacts);
  }
  const recountSeconds = await filled(bench, place, facts > fewFacts ? facts - fewFacts : facts, note);
  const asked = await askAll(bench, place, note);
  await takeIn(facts);
  return { facts, recountSeconds, ...asked, ingestion };
}

function start({ folder }: Bench, { around }: Workplace): Promise<RunningService> {
  return startService(services.analytics, { folder, around, env: process.env, watch: false });
}

/** Seconds until a release that counts otherwise has counted all. */
async function filled(bench: Bench, place: Workplace, facts: number, note: Note): Promise<number> {
  note(`statistics · ${facts} facts are invented`);
  await fill(place.databaseUrl, facts);
  note('statistics · all facts are counted');
  const began = performance.now();
  const analytics = await start(bench, place);
  try {
    const look = async () => (await fetch(new URL('/v1/statistics/dimensions', analytics.url))).status;
    await until('all facts to be counted', look, {
      accept: (status) => status === 200,
      timeoutMs: 3_600_000,
      intervalMs: 250,
    });
    return Math.round((performance.now() - began) / 100) / 10;
  } finally {
    await analytics.process.stop();
  }
}

async function askAll(bench: Bench, place: Workplace, note: Note) {
  const analytics = await start(bench, place);
  try {
    const ms: Record<string, Percentiles> = {};
    for (const [name, urls] of Object.entries({ ...questions, statements: ['/v1/statements'] })) {
      ms[name] = await ask(urls, new URL('/v1/statistics/', analytics.url));
      note(`statistics · ${name} · ${ms[name].p95.toFixed(1)} ms at the 95th percentile`);
    }
    const views = await measureFirstView(bench, place);
    const firstViewMs = views === undefined ? undefined : percentiles(views);
    note(`statistics · first view of /outcomes · ${firstViewMs?.median.toFixed(0) ?? 'no browser here'} ms`);
    return { ms, firstViewMs, peakMiB: await peakMiB(analytics.process.pid) };
  } finally {
    await analytics.process.stop();
  }
}

async function ask(urls: readonly string[], base: URL): Promise<Percentiles> {
  const taken: number[] = [];
  for (let turn = 0; turn < timesAsked + urls.length; turn += 1) {
    const url = new URL(urls[turn % urls.length] ?? '', base);
    const asked = performance.now();
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`${url.pathname}${url.search} answers ${answer.status}.`);
    await answer.arrayBuffer();
    // The first of each only warms up.
    if (turn >= urls.length) taken.push(performance.now() - asked);
  }
  return percentiles(taken);
}

async function fill(databaseUrl: string, facts: number): Promise<void> {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query('SET search_path TO analytics, public');
    await inventFacts(client, facts);
    await client.query(`UPDATE outcome_rollup_version SET version = ''`);
  } finally {
    await client.end();
  }
}

function percentiles(taken: readonly number[]): Percentiles {
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95) };
}
