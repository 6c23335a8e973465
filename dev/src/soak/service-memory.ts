import type { Ports } from '../start/ports.js';
import { addressOf, services, type ServiceName } from '../start/services.js';

/** Resident memory of each service that answers, in MB. */
export type Memory = Readonly<Partial<Record<ServiceName, number>>>;

const timeoutMs = 5_000;

export async function readMemory(ports: Ports): Promise<Memory> {
  const read = Object.values(services).map(async ({ name, port }) => {
    const response = await fetch(`${addressOf(ports, port)}/metrics`, { signal: AbortSignal.timeout(timeoutMs) });
    return [name, residentMb(await response.text())] as const;
  });
  const answered = (await Promise.allSettled(read)).flatMap((each) =>
    each.status === 'fulfilled' ? [each.value] : [],
  );
  return Object.fromEntries(answered.filter(([, mb]) => mb !== undefined));
}

/** Of a page of Prometheus metrics. */
function residentMb(page: string): number | undefined {
  const bytes = /^process_resident_memory_bytes(?:\{.*\})? (\S+)$/m.exec(page)?.[1];
  return bytes === undefined ? undefined : Math.round(Number(bytes) / 1e6);
}
