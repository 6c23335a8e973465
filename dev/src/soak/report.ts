import type { RecordsStatus } from '@ilium/contracts';
import type { FaultTally } from './activity.js';
import type { ChartFindings } from './compare-charts.js';
import type { Memory } from './service-memory.js';
import { statesOf } from './standing.js';

/** The result of a soak, as `--json` prints it. */
export interface SoakResult {
  /** Whether everything is where it belongs. */
  readonly ok: boolean;
  readonly seed: number;
  readonly minutes: number;
  readonly settledAfterSeconds: number;
  readonly courses: number;
  readonly events: number;
  readonly corrected: number;
  readonly retracted: number;
  readonly changedThere: number;
  readonly kills: number;
  readonly faults: Readonly<Record<string, FaultTally>>;
  readonly byState: RecordsStatus['byState'];
  /** What has not settled, in words. */
  readonly open: readonly string[];
  readonly chart: ChartFindings;
  /** In MB: when everything ran, after a third of the time, when all had settled. */
  readonly memory: { readonly start: Memory; readonly warm: Memory; readonly end: Memory };
}

/** So many keys of a kind are named; all of them are in the JSON. */
const mostNamed = 10;

/** The result for people. */
export function tellSoak(result: SoakResult): string {
  const { chart, open, faults, memory } = result;
  const { revisions, writes } = chart;
  const widest = Math.max(0, ...Object.keys(faults).map(({ length }) => length));
  return [
    '',
    ...Object.entries(faults).map(
      ([name, { times, met }]) => `  ${name.padEnd(widest)} on ${times}×, met by ${met} requests`,
    ),
    '',
    `  courses ${result.courses}, events ${result.events}, of which ${result.corrected} corrected and ${result.retracted} took back; ${result.changedThere} records changed in the chart by others`,
    `  fhir-sync killed ${result.kills}×; everything settled after ${result.settledAfterSeconds} s`,
    `  records: ${statesOf(result.byState)}`,
    `  revisions of a record: ${revisions.mean} on average, ${revisions.most} at most; versions on the server: ${writes.mean}, ${writes.most}`,
    `  on the FHIR server: ${chart.records - chart.missing.length} of ${chart.records} records, ${chart.surplus.length} that nobody derived, ${chart.outOfDate.length} not in their newest revision`,
    '',
    `  ${'MB'.padEnd(12)}${['start', 'warm', 'end'].map((title) => title.padStart(8)).join('')}`,
    ...Object.keys(memory.end).map((name) => memoryRow(name, result)),
    '',
    ...open.map((item) => `  - ${item}`),
    ...named('is not on the FHIR server', chart.missing),
    ...named('is on the FHIR server, and nobody derived it', chart.surplus),
    ...named('is not in its newest revision on the FHIR server', chart.outOfDate),
    result.ok ? '✓ Everything is where it belongs' : '✗ Not everything is where it belongs',
  ].join('\n');
}

function memoryRow(name: string, { memory: { start, warm, end }, kills }: SoakResult): string {
  const cells = [start, warm, end].map((memory) =>
    String(new Map(Object.entries(memory)).get(name) ?? '–').padStart(8),
  );
  const remark = name === 'fhir-sync' && kills > 0 ? '   since its last start' : '';
  return `  ${name.padEnd(12)}${cells.join('')}${remark}`;
}

function named(what: string, keys: readonly string[]): readonly string[] {
  const more = keys.length > mostNamed ? [`  - and ${keys.length - mostNamed} more`] : [];
  return [...keys.slice(0, mostNamed).map((key) => `  - ${key} ${what}`), ...more];
}
