import type { Spread } from './spread.js';

/** What `npm run bench -- --json` prints. Rates depend on the machine; ratios of one run can be compared. */
export interface Measured {
  readonly courses: number;
  readonly events: number;
  readonly runs: number;
  readonly eventsPerSecond: Readonly<Record<'relay' | 'naive' | 'mapper' | 'system', Spread>>;
  readonly mapperToRelay: number;
  readonly mapperToNaive: number;
  readonly systemToRelay: number;
  readonly systemToNaive: number;
}

const names: Readonly<Record<keyof Measured['eventsPerSecond'], string>> = {
  relay: 'raw kafkajs relay, topic to topic',
  naive: 'naive Nest consumer',
  mapper: 'mapper, Kafka to Kafka',
  system: 'whole system, event to FHIR server and statistics',
};

/** The result for people. */
export function tell(measured: Measured): string {
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
