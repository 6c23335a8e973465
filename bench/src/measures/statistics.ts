import { Client } from 'pg';
import { startService } from '../../../dev/dist/start/service-process.js';
import { services } from '../../../dev/dist/start/services.js';
import { openWorkplace, type Bench } from '../workplace.js';
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
    'rates?procedureType=epidural-injection&measure=odi&window=M3&ageBand=60-69&steroid=dexamethasone',
  ],
  'changes of one measure': ['changes?procedureType=si-joint-injection&measure=nrs', 'changes?measure=odi&window=M3'],
  trend: ['trend?procedureType=si-joint-injection&measure=nrs&window=W6', 'trend?measure=odi&window=M3&rule=over-50'],
  'how long relief lasts': [
    'relief?procedureType=si-joint-injection&measure=nrs',
    'relief?measure=nrs&from=2024&to=2024',
    'relief?measure=nrs',
  ],
  funnel: ['funnel?procedureType=si-joint-injection&measure=nrs', 'funnel?measure=odi'],
} as const satisfies Record<string, readonly string[]>;

export interface StatisticsCost {
  readonly facts: number;
  /** To count all facts anew, at the start of a release that counts otherwise. */
  readonly recountSeconds: number;
  readonly ms: Readonly<Record<string, { readonly median: number; readonly p95: number }>>;
}

const timesAsked = 40;

export async function measureStatistics(
  bench: Bench,
  facts: number,
  note: (line: string) => void,
): Promise<StatisticsCost> {
  const { around, databaseUrl } = await openWorkplace(bench);
  const start = () =>
    startService(services.analytics, { folder: bench.folder, around, env: process.env, settings: {}, watch: false });
  // Its tables are its own: it makes them, then they are filled, and it counts them at its next start.
  await (await start()).process.stop();
  note(`statistics · ${facts} facts are invented`);
  await fill(databaseUrl, facts);
  note('statistics · all facts are counted');
  const began = performance.now();
  const analytics = await start();
  const recountSeconds = Math.round((performance.now() - began) / 100) / 10;
  try {
    const ms: Record<string, { median: number; p95: number }> = {};
    for (const [name, urls] of Object.entries({ ...questions, statements: ['/v1/statements'] })) {
      const taken: number[] = [];
      for (let turn = 0; turn < timesAsked + urls.length; turn += 1) {
        const url = new URL(urls[turn % urls.length] ?? '', new URL('/v1/statistics/', analytics.url));
        const asked = performance.now();
        const answer = await fetch(url);
        if (!answer.ok) throw new Error(`${url.pathname}${url.search} answers ${answer.status}.`);
        await answer.arrayBuffer();
        // The first of each only warms up.
        if (turn >= urls.length) taken.push(performance.now() - asked);
      }
      ms[name] = percentiles(taken);
      note(`statistics · ${name} · ${ms[name].p95.toFixed(1)} ms at the 95th percentile`);
    }
    return { facts, recountSeconds, ms };
  } finally {
    await analytics.process.stop();
  }
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

function percentiles(taken: readonly number[]): { median: number; p95: number } {
  const sorted = taken.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { median: at(0.5), p95: at(0.95) };
}
