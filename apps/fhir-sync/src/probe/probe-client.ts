import { Agent, request } from 'undici';
import type { Authorization, Headers } from '../authorization/authorization.js';
import { backOffMs, type BackOffSettings } from '../faults/back-off.js';
import { faultOf, faultOfStatus, isOutcomeUnknown, type Fault } from '../faults/faults.js';
import { retryAfterMs } from '../faults/retry-after.js';
import { TargetFault } from '../faults/target-fault.js';
import { toFhirServer, type TlsSettings } from '../target/tls.js';
import type { Answered, Asked, Asking } from './exchange.js';
import type { Troubles } from './troubles.js';

export interface ProbePatience extends BackOffSettings {
  /** Tries of one request. */
  readonly tries: number;
  /** A server that wants us to wait longer is not waited for. */
  readonly longestRetryAfterMs: number;
  readonly wait: (ms: number) => Promise<void>;
}

export interface ProbeClientSettings {
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly tls: TlsSettings;
  readonly headers: Headers;
  /** Whether nothing but GET leaves this machine. */
  readonly readsOnly: boolean;
  readonly patience: ProbePatience;
}

/** Statuses that say something of the moment, not of the request. */
const passing: ReadonlySet<number> = new Set([408, 425, 429, 502, 503, 504]);

/** One answer, or the fault instead of it. */
type Try = Omit<Answered, 'isRepeated'> | Fault;

/**
 * Asks a FHIR server over HTTP and gives back the whole answer, whatever it is: status, headers and body are what a probe
 * is about. What passes is tried again, politely.
 */
export class ProbeClient implements Asking {
  requests = 0;
  readonly #agent: Agent;

  constructor(
    private readonly settings: ProbeClientSettings,
    private readonly authorization: Authorization,
    private readonly troubles: Troubles,
  ) {
    this.#agent = new Agent({ connections: 8, pipelining: 1, connect: toFhirServer(settings.tls, settings.timeoutMs) });
  }

  async ask(asked: Asked): Promise<Answered> {
    const { patience } = this.settings;
    let isRepeated = false;
    for (let attempt = 1; ; attempt += 1) {
      const came = await this.#try(asked);
      const fault = faultIn(came);
      if (fault === undefined && !('remedy' in came)) return { ...came, isRepeated };
      if (fault === undefined) continue;
      this.troubles.count(fault.name);
      isRepeated ||= isOutcomeUnknown(fault);
      const pause = fault.retryAfterMs ?? backOffMs(attempt, patience);
      const isHopeless = fault.advice !== undefined || pause > patience.longestRetryAfterMs;
      if (attempt >= patience.tries || isHopeless) throw new TargetFault(fault);
      await patience.wait(pause);
    }
  }

  async askOnce(asked: Asked): Promise<Answered> {
    const came = await this.#try(asked);
    if ('remedy' in came) throw new TargetFault(came);
    return { ...came, isRepeated: false };
  }

  /** An answer of whatever status, or the fault that came instead of it. */
  async #try(asked: Asked): Promise<Try> {
    if (this.settings.readsOnly && asked.method !== 'GET') {
      throw new Error(`The probe may only read here, and was about to send ${asked.method} ${asked.path}.`);
    }
    try {
      const headers = await this.authorization.headers();
      const answered = await this.#send(asked, headers);
      if (answered.status !== 401) return answered;
      // Nothing was done: with another token the same goes again, once.
      if (this.authorization.rejected(headers)) return await this.#send(asked, await this.authorization.headers());
      return answered;
    } catch (error) {
      const fault = error instanceof TargetFault ? error.fault : faultOf(error, Date.now());
      if (fault === undefined) throw error;
      return fault;
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#agent.destroy(), this.authorization.close()]);
  }

  async #send(asked: Asked, letIn: Headers): Promise<Omit<Answered, 'isRepeated'>> {
    const { baseUrl, headers, timeoutMs } = this.settings;
    const { method, path, body } = asked;
    this.requests += 1;
    const response = await request(path === '' ? baseUrl : `${baseUrl}/${path}`, {
      method,
      dispatcher: this.#agent,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        accept: 'application/fhir+json',
        ...(body === undefined ? {} : { 'content-type': 'application/fhir+json' }),
        ...headers,
        ...letIn,
        ...asked.headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.body.text();
    return { status: response.statusCode, headers: named(response.headers), body: parsed(text) };
  }
}

function faultIn(came: Try): Fault | undefined {
  if ('remedy' in came) return came;
  if (!passing.has(came.status)) return undefined;
  const wait = retryAfterMs(came.headers['retry-after'], Date.now());
  return { ...faultOfStatus(came.status), ...(wait === undefined ? {} : { retryAfterMs: wait }) };
}

function named(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const read = Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : value]);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
