import { join } from 'node:path';
import { ManagedProcess } from '../../../dev/dist/processes/managed-process.js';
import { projectRoot } from '../../../dev/dist/project.js';
import { startService } from '../../../dev/dist/start/service-process.js';
import { services } from '../../../dev/dist/start/services.js';
import type { Bench, Workplace } from '../workplace.js';
import { loadMllp, type MllpShape } from './mllp-load.js';

/** How a door is asked: by one sender that waits for each answer, by eight of them, and by one that does not wait. */
export const mllpShapes = {
  one: { connections: 1, window: 1 },
  eight: { connections: 8, window: 1 },
  pipelined: { connections: 1, window: 64 },
} as const satisfies Record<string, MllpShape>;
export type MllpShapeName = keyof typeof mllpShapes;

const messagesOf: Readonly<Record<MllpShapeName, number>> = { one: 3_000, eight: 10_000, pipelined: 20_000 };

/** Messages per second of each shape, accepted, committed and acknowledged. */
export type MllpRates = Readonly<Record<MllpShapeName, number>>;

export async function measureIntake({ folder }: Bench, { around }: Workplace): Promise<MllpRates> {
  const intake = await startService(services.intake, { folder, around, env: process.env, watch: false });
  try {
    return await measureShapes(around.ports.mllp);
  } finally {
    await intake.process.stop();
  }
}

export async function measureMllpFloor({ folder }: Bench, { databaseUrl }: Workplace): Promise<MllpRates> {
  const child = await ManagedProcess.start({
    name: 'mllp-floor',
    command: process.execPath,
    args: [join(projectRoot, 'bench', 'dist', 'floors', 'mllp.js'), databaseUrl],
    cwd: projectRoot,
    logFile: join(folder.logs, 'mllp-floor.log'),
    stopSignal: 'SIGTERM',
    graceMs: 10_000,
  });
  try {
    const port = await child.waitForLine((line) => /^\{"port":(\d+)\}$/.exec(line)?.[1], 30_000);
    return await measureShapes(Number(port));
  } finally {
    await child.stop();
  }
}

async function measureShapes(port: number): Promise<MllpRates> {
  const rates: [string, number][] = [];
  // Both have compiled what they run by then.
  await loadMllp(port, mllpShapes.eight, 2_000, (index) => messageOf(`WARM-${index}`));
  for (const [name, shape] of Object.entries(mllpShapes)) {
    const messages = messagesOf[name as MllpShapeName];
    rates.push([name, await loadMllp(port, shape, messages, (index) => messageOf(`${name}-${index}`))]);
  }
  return Object.fromEntries(rates) as Record<MllpShapeName, number>;
}

/** A charge of an SI joint injection with its procedure and drug, invented. */
function messageOf(controlId: string): Buffer {
  const number = controlId.replace(/\W/g, '');
  return Buffer.from(
    [
      `MSH|^~\\&|SIM-BILLING|SIMHOSP|ILIUM|PAIN|20260312143205-0500||DFT^P03^DFT_P03|${controlId}|T|2.5.1||||||UNICODE UTF-8`,
      'EVN||20260312143200-0500',
      `PID|1||SYN${number}^^^RIVERSIDE^MR||SYNTHETIC^BENCH||19680214|F`,
      `PV1|1|O|PAIN^PROC2||||||||||||||||V${number}^^^RIVERSIDE^VN`,
      `FT1|1|T${number}1||20260312|20260312143000-0500|CG|76127096^SIJ INJ^99CDM|||1|||||||||M46.1^Sacroiliitis^I10C||||P${number}^SIMHOSP||27096^SI joint injection^C4|LT^Left^HCPCS`,
      `PR1|1||27096^SI joint injection^C4||20260312100500-0500|P|18||||||||M46.1^Sacroiliitis^I10C|LT^Left^HCPCS|||P${number}^SIMHOSP|A`,
      `FT1|2|T${number}2||20260312|20260312143000-0500|CG|63600331^TRIAMCINOLONE 10MG^99CDM|||4|||||||||M46.1^Sacroiliitis^I10C||||P${number}^SIMHOSP||J3301^Triamcinolone, 10 mg^HCPCS`,
      'DG1|1||M46.1^Sacroiliitis^I10C||20260312|F',
    ].join('\r') + '\r',
  );
}
