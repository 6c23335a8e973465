import type { Problem } from '@ilium/observability';

/** Where analytics is, and the token that it wants of the console. */
export interface Analytics {
  readonly url: string;
  readonly token?: string | undefined;
}

/** A question of a page, of which only what analytics needs goes on. */
export interface Question {
  /** Path and parameters. */
  readonly target: string;
  readonly ifNoneMatch?: string | undefined;
}

/** What goes back to the page. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** Longer than the slowest curve takes, shorter than a person waits. */
const answerWithinMs = 10_000;

/** Nothing else of what analytics says is the page's business. */
const headersBack = ['content-type', 'etag', 'cache-control', 'retry-after'] as const;

/** Asks analytics the same question, with the console's own token. */
export async function passOn(
  { url, token }: Analytics,
  { target, ifNoneMatch }: Question,
  withinMs = answerWithinMs,
): Promise<Answer> {
  try {
    const response = await fetch(`${url.replace(/\/+$/, '')}${target}`, {
      headers: {
        accept: 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...(ifNoneMatch === undefined ? {} : { 'if-none-match': ifNoneMatch }),
      },
      // A page gets answers of analytics, and of nobody that analytics might point to.
      redirect: 'error',
      signal: AbortSignal.timeout(withinMs),
    });
    const body = Buffer.from(await response.arrayBuffer());
    // A refusal is of the console's token: the page can not do anything about it, and must not ask its user for one.
    if (response.status === 401 || response.status === 403) return problem(502, refused);
    const headers = headersBack.flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [[name, value] as const];
    });
    return { status: response.status, headers: Object.fromEntries(headers), body };
  } catch (error) {
    return isTimeout(error) ? problem(504, late) : problem(503, away);
  }
}

const refused = 'analytics refuses the console. Set ANALYTICS_TOKEN of the console to the API_TOKEN of analytics.';
const late = 'analytics did not answer in time. Ask again, or of fewer years.';
const away = 'analytics can not be reached. Nothing is lost meanwhile: ask again when it runs.';

const titles = { 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout' } as const;

function problem(status: keyof typeof titles, detail: string): Answer {
  const body: Problem = { type: 'about:blank', title: titles[status], status, detail };
  const headers = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
  return { status, headers, body: Buffer.from(JSON.stringify(body)) };
}

/** By name: what `fetch` throws is not always of this realm's classes. */
function isTimeout(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'TimeoutError';
}
