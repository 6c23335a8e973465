import { fillEvents } from './measures/events.js';
import { measureHistory, type HistoryCost, type MsBySize } from './measures/history.js';
import { measureFloor } from './measures/floor.js';
import { measureMapper } from './measures/mapper.js';
import {
  measureIntake,
  measureMllpFloor,
  mllpShapes,
  type IntakeRates,
  type MllpRates,
  type MllpShapeName,
} from './measures/mllp.js';
import { measureReading, type ReadingCost } from './measures/reading.js';
import { measureSystem } from './measures/system.js';
import { spreadOf } from './spread.js';
import type { Options } from './options.js';
import type { Measured, MeasuredHistory, MeasuredMllp, MeasuredRates } from './report.js';
import { openWorkplace, type Bench } from './workplace.js';

/** The naive consumer is slow enough that a part of the events tells its rate. */
const naiveMessages = 500;

/** What is asked for, one after the other. */
export async function measureAll(
  bench: Bench,
  { runs, parts }: Pick<Options, 'runs' | 'parts'>,
  note: (line: string) => void,
): Promise<Measured> {
  return {
    ...(parts.includes('rates') ? { rates: await measureRates(bench, runs, note) } : {}),
    ...(parts.includes('history') ? { history: await measureCosts(bench, note) } : {}),
    ...(parts.includes('mllp') ? { mllp: await measureMllp(bench, runs, note) } : {}),
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

/** The door and its floor take turns. */
async function measureMllp(bench: Bench, runs: number, note: (line: string) => void): Promise<MeasuredMllp> {
  const taken: { readonly floor: MllpRates; readonly intake: IntakeRates; readonly reading: ReadingCost }[] = [];
  for (let run = 1; run <= runs; run += 1) {
    const place = await openWorkplace(bench);
    const floor = await measureMllpFloor(bench, place);
    const intake = await measureIntake(bench, place);
    const reading = measureReading();
    taken.push({ floor, intake, reading });
    note(
      `run ${run} of ${runs} · ${Object.keys(mllpShapes)
        .map((name) => told(name, floor, intake))
        .join(
          ' · ',
        )} · ${Math.round(intake.lasting)} messages/s stored and published · ${reading.intake.toFixed(1)} µs to read one`,
    );
  }
  const shape = (name: MllpShapeName) => {
    const [floor, intake] = [
      spreadOf(taken.map((run) => run.floor[name])),
      spreadOf(taken.map((run) => run.intake[name])),
    ];
    return { floor, intake, ratio: Number((intake.median / floor.median).toPrecision(3)) };
  };
  const [read, floor] = [
    spreadOf(taken.map(({ reading }) => reading.intake)),
    spreadOf(taken.map(({ reading }) => reading.floor)),
  ];
  return {
    doors: { one: shape('one'), eight: shape('eight'), pipelined: shape('pipelined') },
    lasting: spreadOf(taken.map(({ intake }) => intake.lasting)),
    reading: { floor, intake: read, ratio: Number((read.median / floor.median).toPrecision(3)) },
  };
}

function told(name: string, floor: MllpRates, intake: MllpRates): string {
  const key = name as MllpShapeName;
  return `${name}: floor ${Math.round(floor[key])}, intake ${Math.round(intake[key])} messages/s`;
}
