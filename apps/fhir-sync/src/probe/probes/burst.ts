import { server } from '../findings.js';
import { retryAfterMs } from '../../faults/retry-after.js';
import type { Answered } from '../exchange.js';
import type { Probe, ProbeContext } from '../probe-context.js';

/** A few requests at once, only when asked for: does the server answer 429, and does it say for how long? */

const atOnce = 5;
const longestWaitMs = 60_000;

async function burst({ burst: wanted, findings, asking, wait }: ProbeContext): Promise<void> {
  if (wanted === 0) {
    findings.notTried('rate', server, 'not asked for: --burst 30 sends thirty requests at once');
    return;
  }
  let sent = 0;
  while (sent < wanted) {
    const some = Array.from({ length: Math.min(atOnce, wanted - sent) }, () =>
      asking.askOnce({ method: 'GET', path: 'metadata?_summary=true' }),
    );
    const answers = await Promise.all(some);
    const limited = answers.find(({ status }) => status === 429);
    if (limited !== undefined) {
      const passed = sent + answers.filter(({ status }) => status !== 429).length;
      findings.seen('rate', server, 'limited', `after ${passed} requests of the burst; ${shape(limited)}`);
      await wait(Math.min(retryAfterMs(limited.headers['retry-after'], Date.now()) ?? 1_000, longestWaitMs));
      return;
    }
    sent += some.length;
  }
  findings.seen('rate', server, 'never', `${wanted} requests, ${atOnce} at a time`);
}

function shape({ headers }: Answered): string {
  const said = headers['retry-after'];
  if (said === undefined) return 'without Retry-After';
  return /^\d+$/.test(said.trim()) ? `Retry-After: ${said.trim()} s` : 'Retry-After as a date';
}

export const bursts: readonly Probe[] = [
  { step: 'a burst of requests', answers: [['rate', server]], needs: 'test-system', run: burst },
];
