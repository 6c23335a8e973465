import type { Fault } from '../faults/faults.js';
import { TargetFault } from '../faults/target-fault.js';
import type { Findings } from './findings.js';
import type { Probe, ProbeContext } from './probe-context.js';
import { allProbes } from './probes/all-probes.js';

/** Runs the probes one after the other; one that meets a fault leaves its questions open, and the next one goes on. */

export interface RunSettings {
  readonly isProduction: boolean;
  /** Told before each step. */
  readonly tell: (step: string) => void;
  /** Somebody wants it to end: what is left is not tried. */
  readonly isStopped: () => boolean;
}

/** Why a probe is not run: in a row of the report, and where it is said once for all rows. */
interface Reason {
  readonly short: string;
  readonly long: string;
}

const same = (text: string): Reason => ({ short: text, long: text });
const inProduction = same('a production server is only read');
const noPatient: Reason = {
  short: 'no test patient',
  long: 'the server lets us create no patient, and no test patient of its own was named (--patient ID, by the id that it has there)',
};

/** So many probes in a row without an answer: the server has gone away. */
const patience = 3;

/** Answers why some of them were not tried, each reason once. */
export async function runProbes(context: ProbeContext, settings: RunSettings): Promise<readonly string[]> {
  const reasons = new Set<string>();
  let silent = 0;
  for (const probe of allProbes) {
    const because = silent >= patience ? same('the server stopped answering') : whyNot(probe, context, settings);
    if (because === undefined) {
      settings.tell(probe.step);
      const fault = await faultOf(probe, context);
      silent = fault === undefined ? 0 : silent + 1;
      leaveOpen(probe, context.findings, fault === undefined ? undefined : faultInWords(fault));
    } else {
      reasons.add(because.long);
      leaveOpen(probe, context.findings, because.short);
    }
  }
  return [...reasons];
}

function whyNot({ needs }: Probe, { links }: ProbeContext, { isProduction, isStopped }: RunSettings) {
  if (isStopped()) return same('the probe was stopped');
  if (needs === 'nothing') return undefined;
  if (isProduction) return inProduction;
  return needs === 'test-patient' && links === undefined ? noPatient : undefined;
}

async function faultOf(probe: Probe, context: ProbeContext): Promise<Fault | undefined> {
  try {
    await probe.run(context);
    return undefined;
  } catch (error) {
    if (error instanceof TargetFault) return error.fault;
    throw error;
  }
}

function leaveOpen({ answers }: Probe, findings: Findings, because: string | undefined): void {
  if (because === undefined) return;
  for (const [question, about] of answers) {
    if (!findings.wasSeen(question, about)) findings.notTried(question, about, because);
  }
}

/** `http-503` → `the server answered 503 each time` */
export function faultInWords({ name, status }: Fault): string {
  return status === undefined
    ? `the connection failed each time (${name})`
    : `the server answered ${status} each time it was asked`;
}
