import { historySteps, type HistoryCost } from './measures/history.js';
import { historySizes, type HistoryShape } from './measures/long-histories.js';
import type { StatisticsCost } from './measures/statistics.js';
import type { DeliveryWay } from './measures/delivery.js';
import type { MllpShapeName } from './measures/mllp.js';
import type { Spread } from './spread.js';

/** What `npm run bench -- --json` prints. Rates depend on the machine; ratios of one run can be compared. */
export interface Measured {
  readonly rates?: MeasuredRates;
  readonly history?: MeasuredHistory;
  readonly mllp?: MeasuredMllp;
  readonly delivery?: MeasuredDelivery;
  readonly statistics?: StatisticsCost;
}

/** Of HL7 v2 messages. */
export interface MeasuredMllp {
  /** Messages per second, durable and acknowledged, of a burst into a system at rest. */
  readonly doors: Readonly<Record<MllpShapeName, BesideFloor>>;
  /** Messages per second, until the last one is mapped, stored by itself and published on Kafka. */
  readonly lasting: Spread;
  /** Microseconds to parse and map one, on one core. */
  readonly reading: BesideFloor;
}

/** To a FHIR server that takes 20 ms for each request, 32 requests in flight. */
export type MeasuredDelivery = Readonly<
  Record<DeliveryWay, { readonly bundlesPerSecond: Spread; readonly cpuMsPerBundle: Spread; readonly ratio: number }>
>;

export interface BesideFloor {
  readonly floor: Spread;
  readonly intake: Spread;
  readonly ratio: number;
}

/** What a new score costs, and how many times as much with 2 000 facts as with 20. */
export type MeasuredHistory = Readonly<
  Record<HistoryShape, { readonly ms: HistoryCost; readonly growth: Readonly<Record<keyof HistoryCost, number>> }>
>;

export interface MeasuredRates {
  readonly courses: number;
  readonly events: number;
  readonly runs: number;
  readonly eventsPerSecond: Readonly<Record<'relay' | 'naive' | 'mapper' | 'system', Spread>>;
  readonly mapperToRelay: number;
  readonly mapperToNaive: number;
  readonly systemToRelay: number;
  readonly systemToNaive: number;
}

const names: Readonly<Record<keyof MeasuredRates['eventsPerSecond'], string>> = {
  relay: 'raw kafkajs relay, topic to topic',
  naive: 'naive Nest consumer',
  mapper: 'mapper, Kafka to Kafka',
  system: 'whole system, event to FHIR server and statistics',
};

/** The result for people. */
export function tell({ rates, history, mllp, delivery, statistics }: Measured): string {
  return [
    ...(rates === undefined ? [] : [tellRates(rates)]),
    ...(history === undefined ? [] : [tellHistory(history)]),
    ...(mllp === undefined ? [] : [tellMllp(mllp)]),
    ...(delivery === undefined ? [] : [tellDelivery(delivery)]),
    ...(statistics === undefined ? [] : [tellStatistics(statistics)]),
  ].join('\n\n');
}

const doors: Readonly<Record<MllpShapeName, string>> = {
  one: 'one sender, each answer awaited',
  eight: 'eight senders, each answer awaited',
  pipelined: 'one sender, 64 messages before the first answer',
};

function tellMllp(mllp: MeasuredMllp): string {
  const cells = (name: string, values: readonly string[]) =>
    `${name.padEnd(64)}${values.map((value) => value.padStart(9)).join('')}`;
  const line = (name: string, { min, median, max }: Spread, digits = 0) =>
    cells(
      name,
      [min, median, max].map((value) => value.toFixed(digits)),
    );
  const { floor: parsed, intake: read, ratio: readToParsed } = mllp.reading;
  return [
    cells('HL7 v2 messages/s, committed and acknowledged, in a burst', ['min', 'median', 'max']),
    ...Object.entries(mllp.doors).flatMap(([name, { floor, intake, ratio }]) => [
      line(`${doors[name as MllpShapeName]}: plain framer`, floor),
      `${line(`${doors[name as MllpShapeName]}: intake`, intake)}  ${times(ratio)}`,
    ]),
    line('until the last one is mapped, stored by itself and published', mllp.lasting),
    line('µs on one core to parse one and write its events: Medplum, no map', parsed, 1),
    `${line('µs on one core to parse, map and write one: intake', read, 1)}  ${times(readToParsed)}`,
  ].join('\n');
}

const ways: Readonly<Record<DeliveryWay, string>> = {
  plain: 'plain loop, no state',
  single: 'fhir-sync, one bundle in a request',
  folded: 'fhir-sync, folded',
};

function tellDelivery(delivery: MeasuredDelivery): string {
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(52)}${cells.map((cell) => cell.padStart(9)).join('')}`;
  const rows = Object.entries(delivery).flatMap(([way, { bundlesPerSecond, cpuMsPerBundle, ratio }]) => {
    const { min, median, max } = bundlesPerSecond;
    const name = ways[way as DeliveryWay];
    return [
      `${line(
        `${name}, bundles/s`,
        [min, median, max].map((rate) => String(Math.round(rate))),
      )}  ${times(ratio)}`,
      line(
        `${name}, ms of CPU a bundle`,
        [cpuMsPerBundle.min, cpuMsPerBundle.median, cpuMsPerBundle.max].map((ms) => ms.toFixed(2)),
      ),
    ];
  });
  return [line('delivery to a server of 20 ms, 32 in flight', ['min', 'median', 'max']), ...rows].join('\n');
}

function tellStatistics({ facts, recountSeconds, ms, firstViewMs, ingestion, peakMiB }: StatisticsCost): string {
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(52)}${cells.map((cell) => cell.padStart(9)).join('')}`;
  const answers = Object.entries({
    ...ms,
    ...(firstViewMs === undefined ? {} : { 'first view of /outcomes, in a browser': firstViewMs }),
  });
  const mebibytes = (peak: number | undefined) => (peak === undefined ? 'unknown' : String(peak));
  return [
    line(`ms of an answer from ${facts} facts`, ['median', '95 %']),
    ...answers.map(([name, { median, p95 }]) => line(name, [median.toFixed(1), p95.toFixed(1)])),
    line('seconds until all facts are counted anew', [recountSeconds.toFixed(1)]),
    line('MiB of the service that answers, at most', [mebibytes(peakMiB)]),
    line('facts/s from Kafka, beside so many', ['stored', 'counted', 'COPY', 'ratio', 'MiB']),
    ...ingestion.map(({ beside, storedPerSecond, countedPerSecond, copiedPerSecond, ratio, peakMiB: peak }) =>
      line(String(beside), [
        ...[storedPerSecond, countedPerSecond, copiedPerSecond].map(String),
        ...[ratio.toPrecision(2), mebibytes(peak)],
      ]),
    ),
  ].join('\n');
}

const shapes: Readonly<Record<HistoryShape, string>> = {
  courses: 'many courses of treatment',
  diary: 'one course with a diary',
};

const steps: Readonly<Record<keyof HistoryCost, string>> = {
  first: 'a score',
  next: 'the next score',
  everything: 'all derived again',
};

function tellHistory(history: MeasuredHistory): string {
  const line = (name: string, cells: readonly string[]) =>
    `${name.padEnd(52)}${cells.map((cell) => cell.padStart(9)).join('')}`;
  const rows = Object.entries(history).flatMap(([shape, { ms, growth }]) =>
    historySteps.map((step) => {
      const cells = historySizes.map((size) => ms[step][size].toPrecision(3));
      return line(`${shapes[shape as HistoryShape]}: ${steps[step]}`, [...cells, times(growth[step])]);
    }),
  );
  return [line('ms by facts of the patient', [...historySizes.map(String), 'growth']), ...rows].join('\n');
}

function tellRates(measured: MeasuredRates): string {
  const rows = Object.entries(measured.eventsPerSecond).map(([name, { min, median, max }]) => {
    const figures = [min, median, max].map((rate) => String(Math.round(rate)).padStart(9)).join('');
    return `${names[name as keyof typeof names].padEnd(52)}${figures}`;
  });
  const { events, courses, runs, mapperToRelay, mapperToNaive, systemToRelay, systemToNaive } = measured;
  return [
    `${events} events of ${courses} courses, ${runs} runs`,
    '',
    `${'events/s'.padEnd(52)}${['min', 'median', 'max'].map((head) => head.padStart(9)).join('')}`,
    ...rows,
    '',
    `mapper: ${times(mapperToRelay)} the relay, ${times(mapperToNaive)} the naive consumer`,
    `whole system: ${times(systemToRelay)} the relay, ${times(systemToNaive)} the naive consumer`,
  ].join('\n');
}

function times(ratio: number): string {
  return `${ratio.toPrecision(2)} ×`;
}
