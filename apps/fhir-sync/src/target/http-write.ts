import { request, type Dispatcher } from 'undici';

/** A request that writes, or asks for much at once. */
export interface HttpWrite {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  /** FHIR, as JSON. */
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  /** An empty object where the server says nothing. */
  readonly body: unknown;
  readonly headers: Headers;
}

/** Compression is not asked for: nothing here would undo it. */
const ours = {
  accept: 'application/fhir+json',
  'accept-encoding': 'identity',
  'content-type': 'application/fhir+json',
  'user-agent': 'ilium-fhir-sync',
};

/**
 * Sends one write over undici itself: fetch, by which fhir-kit-client goes, costs several times as much, and each record
 * comes through here (docs/adr/0030-writes-over-undici.md). Redirects are not followed.
 * @throws as fhir-kit-client does: an answer that is no success, or no JSON, with `response` and `config`
 */
export async function writeOverHttp(
  dispatcher: Dispatcher,
  { method, url, body, headers, signal }: HttpWrite,
): Promise<HttpAnswer> {
  const answer = await request(url, { dispatcher, method, body, headers: { ...ours, ...headers }, signal });
  const read = readJson(await answer.body.text());
  const { statusCode: status } = answer;
  const fields = headersOf(answer.headers);
  if (status >= 200 && status < 300 && read.ok) return { body: read.value, headers: fields };
  // Neither the URL nor the answer stands in the message, which may be logged.
  const error = new Error(`HTTP ${status} to ${method}`);
  throw Object.assign(error, { response: { status, data: read.value }, config: { headers: fields } });
}

function readJson(text: string): { readonly ok: boolean; readonly value: unknown } {
  if (text === '') return { ok: true, value: {} };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false, value: text };
  }
}

function headersOf(raw: Readonly<Record<string, string | readonly string[] | undefined>>): Headers {
  const pairs = Object.entries(raw).flatMap(([name, value = []]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
  return new Headers(pairs);
}
