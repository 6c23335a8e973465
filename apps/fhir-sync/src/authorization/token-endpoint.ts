import { z } from 'zod';
import { TargetFault } from '../faults/target-fault.js';
import type { Headers } from './authorization.js';
import { isSafeUrl } from './safe-url.js';
import { notAnAnswer, passingFault } from './token-faults.js';

/** Asks for an address; the connection is made by whoever hands this in. */
export type Get = (url: string, headers: Headers, signal: AbortSignal) => Promise<Response>;

export interface EndpointSettings {
  /** Given by the operator; left out: found at the FHIR server. */
  readonly tokenUrl?: string;
  readonly baseUrl: string;
  /** Wanted by the FHIR server with each request. */
  readonly headers: Headers;
  readonly allowPlainHttp: boolean;
}

const configuration = z.looseObject({ token_endpoint: z.url({ protocol: /^https?$/ }) });

const howToTell = 'The FHIR server does not say where its authorisation server is: set FHIR_TOKEN_URL.';

/** Where tokens come from: said by the operator, or by the FHIR server at `/.well-known/smart-configuration`. */
export class TokenEndpoint {
  #found: string | undefined;

  constructor(
    private readonly settings: EndpointSettings,
    private readonly get: Get,
  ) {}

  async url(signal: AbortSignal): Promise<string> {
    return this.settings.tokenUrl ?? (this.#found ??= await this.#find(signal));
  }

  /** It did not do what it should: perhaps there is another one by now. */
  forget(): void {
    this.#found = undefined;
  }

  async #find(signal: AbortSignal): Promise<string> {
    const { baseUrl, headers, allowPlainHttp } = this.settings;
    const address = `${baseUrl}/.well-known/smart-configuration`;
    const answer = await this.get(address, { ...headers, accept: 'application/json' }, signal);
    const passing = passingFault(answer, Date.now());
    if (passing !== undefined) throw new TargetFault(passing);
    const said = answer.status === 200 ? configuration.safeParse(await json(answer)) : undefined;
    if (said?.success !== true) throw new TargetFault({ ...notAnAnswer('no-smart-configuration'), advice: howToTell });
    if (isSafeUrl(said.data.token_endpoint, allowPlainHttp)) return said.data.token_endpoint;
    throw new TargetFault({
      ...notAnAnswer('endpoint-not-https'),
      advice:
        'The FHIR server names a token endpoint without TLS. FHIR_ALLOW_PLAIN_HTTP=true lets credentials go there.',
    });
  }
}

async function json(answer: Response): Promise<unknown> {
  const text = await answer.text();
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
