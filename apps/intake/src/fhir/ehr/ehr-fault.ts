import { EhrAway, EhrRefused } from './ehr-away.js';

/** Statuses that say "not now"; every other one below 500 is a refusal of what was asked. */
const later = new Set([401, 407, 408, 421, 425, 429]);

const mostSeconds = 3_600;

/** What the error of a request means; an error that no network or server causes is a defect, and stays what it is. */
export function ehrFault(error: unknown, now: number): unknown {
  const status = field(field(error, 'response'), 'status');
  if (typeof status === 'number') return faultOfStatus(status, headersOf(error)?.get('retry-after') ?? null, now);
  if (field(error, 'name') === 'TimeoutError') return new EhrAway('time-out');
  const code = field(field(error, 'cause'), 'code') ?? field(error, 'code');
  if (typeof code === 'string' && /^(E[A-Z_]+|UND_ERR_[A-Z_]+|[A-Z_]*(CERT|TLS|SSL)[A-Z_]*)$/.test(code)) {
    return new EhrAway(code);
  }
  return ['fetch failed', 'terminated'].includes(String(field(error, 'message')))
    ? new EhrAway('connection-failed')
    : error;
}

export function faultOfStatus(status: number, retryAfter: string | null, now: number): EhrAway | EhrRefused {
  const isLater = status >= 500 || status < 400 || later.has(status);
  return isLater ? new EhrAway(`http-${status}`, retryAfterSeconds(retryAfter, now)) : new EhrRefused(status);
}

/** `Retry-After`: seconds or an HTTP date (RFC 9110, 10.2.3), an hour at most. */
export function retryAfterSeconds(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? '';
  if (text === '') return undefined;
  const seconds = /^\d+$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - now) / 1_000);
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 0), mostSeconds);
}

/** fhir-kit-client puts the headers of a failed answer at `error.config.headers`. */
function headersOf(error: unknown): Headers | undefined {
  const headers = field(field(error, 'config'), 'headers');
  return headers instanceof Headers ? headers : undefined;
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
