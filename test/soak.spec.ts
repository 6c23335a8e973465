import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { run } from '../dev/src/processes/run.js';
import { projectRoot } from '../dev/src/project.js';
import type { SoakResult } from '../dev/src/soak/report.js';

/** As a person runs it, on the servers of the test run. */
const program = join(projectRoot, 'dev', 'dist', 'soak', 'main.js');
const args = ['--minutes', '0.65', '--faults', 'all', '--rate', '2', '--seed', '11', '--json'];

describe('a short soak', () => {
  it('ends with each record on the server once, in its newest revision, after many faults and kills', async () => {
    const env = {
      ...process.env,
      KAFKA_BROKERS: process.env['ILIUM_TEST_KAFKA'],
      DATABASE_URL: process.env['ILIUM_TEST_POSTGRES'],
    };
    const { code, output } = await run(process.execPath, [program, ...args], { env });
    const line = output.split('\n').findLast((text) => text.startsWith('{'));
    if (line === undefined) throw new Error(`The soak has no result:\n${output}`);
    const { chart, byState, faults, kills, corrected, retracted, open } = JSON.parse(line) as SoakResult;
    expect({ open, missing: chart.missing, surplus: chart.surplus, outOfDate: chart.outOfDate }).toEqual({
      open: [],
      missing: [],
      surplus: [],
      outOfDate: [],
    });
    expect(code).toBe(0);
    expect(byState.delivered).toBe(chart.records);
    expect(Object.values(faults).filter(({ met }) => met > 0).length).toBeGreaterThanOrEqual(5);
    expect(Math.min(kills, corrected, retracted)).toBeGreaterThan(0);
  }, 400_000);
});
