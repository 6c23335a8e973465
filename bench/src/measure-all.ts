import { deliveryWays, measureDelivery, type DeliveryRate, type DeliveryWay } from './measures/delivery.js';
import { fillEvents } from './measures/events.js';
import { measureHistory, type HistoryCost, type MsBySize } from './measures/history.js';
import { measureFloor } from './measures/floor.js';
import { measureMapper } from './measures/mapper.js';
import { measureMllp, mllpShapeNames, type MllpRound, type MllpShapeName } from './measures/mllp.js';
import { measureReading, type ReadingCost } from './measures/reading.js';
import { measureStatistics } from './measures/statistics.js';
import { measureSystem } from './measures/system.js';
import { spreadOf } from './spread.js';
import type { Options } from './options.js';
import type {
  BesideFloor,
  Measured,
  MeasuredDelivery,
  MeasuredHistory,
  MeasuredMllp,
  MeasuredRates,
} from './report.js';
import { openWorkplace, type Bench } from './workplace.js';

/** The naive consumer is slow enough that a part of the events tells its rate. */
const naiveMessages = 500;

/** What is asked for, one after the other. */
export async function measureAll(
  bench: Bench,
  { runs, facts, parts }: Pick<Options, 'runs' | 'facts' | 'parts'>,
  note: (line: string) => void,
): Promise<Measured> {
  return {
    ...(parts.includes('rates') ? { rates: await measureRates(bench, runs, note) } : {}),
    ...(parts.includes('history') ? { history: await measureCosts(bench, note) } : {}),
    ...(parts.includes('mllp') ? { mllp: await measureDoors(bench, runs, note) } : {}),
    ...(parts.includes('delivery') ? { delivery: await measureDeliveries(bench, runs, note) } : {}),
    ...(parts.includes('statistics') ? { statistics: await measureStatistics(bench, facts, note) } : {}),
  };
}

async function measureCosts(bench: Bench, note: (line: string) => void): Promise<MeasuredHistory> {
  note('history · patients with long histories are learned, which takes some minutes');
  const costs = await measureHistory(await openWorkplace(bench));
  return { courses: withGrowth(costs.courses), diary: withGrowth(costs.diary) };
}

function withGrowth(cost: HistoryCost): MeasuredHistory['courses'] {
  const growth = (ms: MsBySize) => Number((ms[2_000] / ms[20]).toPrecision(3));
  return {
    ms: cost,
    growth: { first: growth(cost.first), next: growth(cost.next), everything: growth(cost.everything) },
  };
}

/** All rates, run after run, so that what disturbs the machine for a while disturbs all of them. */
async function measureRates(bench: Bench, runs: number, note: (line: string) => void): Promise<MeasuredRates> {
  const rates: Record<keyof MeasuredRates['eventsPerSecond'], number[]> = {
    relay: [],
    naive: [],
    mapper: [],
    system: [],
  };
  let events = 0;
  for (let run = 1; run <= runs; run += 1) {
    const took = async (name: keyof typeof rates, measure: Promise<number>) => {
      const rate = Math.round(await measure);
      rates[name].push(rate);
      note(`run ${run} of ${runs} · ${name} · ${rate} events/s`);
    };
    const place = await openWorkplace(bench);
    events = await fillEvents(place);
    note(`run ${run} of ${runs} · ${events} events of ${bench.courses} courses are on Kafka`);
    await took('relay', measureFloor('raw-relay', bench, place, events));
    await took('naive', measureFloor('naive-nest', bench, place, Math.min(naiveMessages, events)));
    await took('mapper', measureMapper(bench, place, events));
    await took('system', measureSystem(bench, await openWorkplace(bench)));
  }
  const { relay, naive, mapper, system } = rates;
  const eventsPerSecond = {
    relay: spreadOf(relay),
    naive: spreadOf(naive),
    mapper: spreadOf(mapper),
    system: spreadOf(system),
  };
  const ratio = (one: keyof typeof rates, other: keyof typeof rates) =>
    Number((eventsPerSecond[one].median / eventsPerSecond[other].median).toPrecision(3));
  return {
    courses: bench.courses,
    events,
    runs,
    eventsPerSecond,
    mapperToRelay: ratio('mapper', 'relay'),
    mapperToNaive: ratio('mapper', 'naive'),
    systemToRelay: ratio('system', 'relay'),
    systemToNaive: ratio('system', 'naive'),
  };
}

/** Ratios are of pairs: what is measured one right after the other. */
async function measureDoors(bench: Bench, runs: number, note: (line: string) => void): Promise<MeasuredMllp> {
  const rounds: MllpRound[] = [];
  const readings: ReadingCost[] = [];
  note('mllp · a round that is not counted goes before');
  for await (const round of measureMllp(bench, await openWorkplace(bench), runs)) {
    rounds.push(round);
    readings.push(measureReading());
    note(`run ${rounds.length} of ${runs} · ${mllpShapeNames.map((name) => told(name, round)).join(' · ')}`);
  }
  const shape = (name: MllpShapeName) =>
    besideFloor(rounds.map(({ floor, intake }) => ({ floor: floor[name], intake: intake[name] })));
  return {
    doors: { one: shape('one'), eight: shape('eight'), pipelined: shape('pipelined') },
    lasting: spreadOf(rounds.map(({ lasting }) => lasting)),
    reading: besideFloor(readings),
  };
}

/** The three ways take turns. Ratios are to the plain loop of the same turn. */
async function measureDeliveries(bench: Bench, runs: number, note: (line: string) => void): Promise<MeasuredDelivery> {
  const taken: Record<DeliveryWay, DeliveryRate[]> = { plain: [], single: [], folded: [] };
  for (let run = 1; run <= runs; run += 1) {
    for (const way of deliveryWays) {
      const rate = await measureDelivery(bench, way);
      taken[way].push(rate);
      note(`run ${run} of ${runs} · ${way} · ${Math.round(rate.bundlesPerSecond)} bundles/s`);
    }
  }
  const of = (way: DeliveryWay) => ({
    bundlesPerSecond: spreadOf(taken[way].map(({ bundlesPerSecond }) => bundlesPerSecond)),
    cpuMsPerBundle: spreadOf(taken[way].map(({ cpuMsPerBundle }) => cpuMsPerBundle)),
    ratio: Number(spreadOf(taken[way].map((rate, turn) => ratioTo(taken.plain[turn], rate))).median.toPrecision(3)),
  });
  return { plain: of('plain'), single: of('single'), folded: of('folded') };
}

function ratioTo(plain: DeliveryRate | undefined, { bundlesPerSecond }: DeliveryRate): number {
  return bundlesPerSecond / (plain?.bundlesPerSecond ?? Number.NaN);
}

function besideFloor(pairs: readonly { readonly floor: number; readonly intake: number }[]): BesideFloor {
  const ratio = spreadOf(pairs.map(({ floor, intake }) => intake / floor)).median;
  return {
    floor: spreadOf(pairs.map(({ floor }) => floor)),
    intake: spreadOf(pairs.map(({ intake }) => intake)),
    ratio: Number(ratio.toPrecision(3)),
  };
}

function told(name: MllpShapeName, { floor, intake }: MllpRound): string {
  return `${name}: floor ${Math.round(floor[name])}, intake ${Math.round(intake[name])} messages/s`;
}
