import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { projectRoot } from '../dev/src/project.js';
import type { Snapshot } from '../dev/src/start/snapshot.js';
import { eventTotals, skippedIn } from '../dev/src/start/balance.js';

/** What a feed comes to: the hospital says it of its own story, the system of what it counted. */
export interface Counts {
  readonly procedures: number;
  readonly observations: number;
  readonly medicationAdministrations: number;
  readonly outcomes: number;
  readonly skipped: number;
  readonly parked: number;
}

/** As `npm run -s hospital -- --expected` tells it. */
export async function expectedCounts(options: { readonly courses: number; readonly seed?: number }): Promise<Counts> {
  const program = join(projectRoot, 'apps', 'hospital', 'dist', 'main.js');
  const flags = ['--expected', '--courses', String(options.courses), '--seed', String(options.seed ?? 1)];
  const { stdout } = await promisify(execFile)(process.execPath, [program, ...flags]);
  const said: Counts = JSON.parse(stdout);
  const { procedures, observations, medicationAdministrations, outcomes, skipped, parked } = said;
  return { procedures, observations, medicationAdministrations, outcomes, skipped, parked };
}

/** As the FHIR server, the analytics API and the mapper's ledger tell it. */
export function countsIn({ fhir, outcomes, doors, ledgers }: Snapshot): Counts {
  const { parked } = eventTotals(ledgers.mapper);
  return {
    procedures: fhir.Procedure,
    observations: fhir.Observation,
    medicationAdministrations: fhir.MedicationAdministration,
    outcomes: outcomes.total,
    skipped: skippedIn({ doors, ledgers }),
    parked,
  };
}
