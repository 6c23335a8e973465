import type { Problem } from '@ilium/observability';

/** Where a service is, and the token that it wants of who asks. */
export interface Service {
  readonly name: 'analytics' | 'mapper' | 'intake';
  readonly url: string;
  readonly token?: string | undefined;
}

/** A question of a page, of which only what the service needs goes on. */
export interface Question {
  /** Path and parameters. */
  readonly target: string;
  readonly ifNoneMatch?: string | undefined;
  /** JSON, of a question that changes something. */
  readonly body?: string | undefined;
}

/** What goes back to the page. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Longer than the slowest curve takes, shorter than a person waits. */
const answerWithinMs = 10_000;

/** Nothing else of what a service says is the page's business. */
const headersBack = ['content-type', 'etag', 'cache-control', 'retry-after'] as const;

/**
 * Asks the service the same question, with the token that it wants.
 * @param refused what the page is told where that token is refused
 */
export async function passOn(
  { name, url, token }: Service,
  { target, ifNoneMatch, body: asked }: Question,
  refused: Refusal,
  withinMs = answerWithinMs,
): Promise<Answer> {
  try {
    const response = await fetch(`${url.replace(/\/+$/, '')}${target}`, {
      ...(asked === undefined ? {} : { method: 'POST', body: asked }),
      headers: {
        ...(asked === undefined ? {} : { 'content-type': 'application/json' }),
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch }),
      },
      // A page gets answers of analytics, and of nobody that analytics might point to.
      redirect: 'error',
      signal: AbortSignal.timeout(withinMs),
    });
    const body = Buffer.from(await response.arrayBuffer());
    if (response.status === 401 || response.status === 403) return problem(refused.status, refused.detail);
    const headers = headersBack.flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    return { status: response.status, headers: Object.fromEntries(headers), body };
  } catch (error) {
    return isTimeout(error) ? problem(504, late(name)) : problem(503, away(name));
  }
}

/** What a page is told where a service refuses the token. */
export interface Refusal {
  readonly status: 403 | 502;
  readonly detail: string;
}

const late = (name: Service['name']) => `${name} did not answer in time. Ask again, or of fewer years.`;
const away = (name: Service['name']) =>
  `${name} can not be reached. Nothing is lost meanwhile: ask again when it runs.`;

const titles = { 403: 'Forbidden', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout' } as const;

function problem(status: keyof typeof titles, detail: string): Answer {
  const body: Problem = { type: 'about:blank', title: titles[status], status, detail };
  const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
  return { status, headers, body: Buffer.from(JSON.stringify(body)) };
}

/** By name: what `fetch` throws is not always of this realm's classes. */
function isTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'TimeoutError';
}
