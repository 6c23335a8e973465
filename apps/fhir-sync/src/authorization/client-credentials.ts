import {
  allowInsecureRequests,
  clientCredentialsGrantRequest,
  customFetch,
  processClientCredentialsResponse,
  WWWAuthenticateChallengeError,
  type ClientAuth,
  type TokenEndpointResponse,
} from 'oauth4webapi';
import { Agent, fetch, type RequestInit } from 'undici';
import { z } from 'zod';
import { TargetFault } from '../faults/target-fault.js';
import { toTokenEndpoint, type TlsSettings } from '../target/tls.js';
import { TokenEndpoint, type EndpointSettings } from './token-endpoint.js';
import { notAnAnswer, passingFault, refusal, tokenFault } from './token-faults.js';
import type { AccessToken, TokenSource } from './token-keeper.js';

export interface ClientSettings extends EndpointSettings {
  readonly clientId: string;
  readonly scope?: string;
  readonly tls: TlsSettings;
  readonly timeoutMs: number;
}

/** Called after each request for a token, as the FHIR target calls it for its own. */
export type ObserveToken = (operation: 'token', result: string, seconds: number) => void;

const errorBody = z.looseObject({ error: z.string() });

/** OAuth 2.0 client credentials (RFC 6749, section 4.4), however the client says who it is. */
export class ClientCredentials implements TokenSource {
  readonly #agent: Agent;
  readonly #endpoint: TokenEndpoint;

  constructor(
    private readonly settings: ClientSettings,
    private readonly authenticate: ClientAuth,
    private readonly observe: ObserveToken,
  ) {
    this.#agent = new Agent({ connect: toTokenEndpoint(settings.tls, settings.timeoutMs) });
    this.#endpoint = new TokenEndpoint(settings, (url, headers, signal) => this.#fetch(url, { headers, signal }));
  }

  async request(): Promise<AccessToken> {
    const began = performance.now();
    const seconds = (): number => (performance.now() - began) / 1000;
    try {
      const token = await this.#token(AbortSignal.timeout(this.settings.timeoutMs));
      this.observe('token', 'ok', seconds());
      return token;
    } catch (error) {
      if (error instanceof TargetFault) this.observe('token', error.fault.name, seconds());
      this.#endpoint.forget();
      throw error;
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }

  async #token(signal: AbortSignal): Promise<AccessToken> {
    let status: number | undefined;
    try {
      const { clientId, scope } = this.settings;
      const client = { client_id: clientId };
      const url = await this.#endpoint.url(signal);
      // An authorisation server that is known by nothing but this URL; assertions are meant for it (SMART, RFC 7523).
      const server = { issuer: url, token_endpoint: url };
      const parameters = new URLSearchParams(scope === undefined ? {} : { scope });
      const response = await clientCredentialsGrantRequest(server, client, this.authenticate, parameters, {
        signal,
        // Whether an address without TLS will do was decided where the address came in.
        [allowInsecureRequests]: true,
        [customFetch]: (address, { body, headers, method, signal: until = signal }) =>
          this.#fetch(address, { body, headers, method, signal: until }),
      });
      status = response.status;
      const passing = passingFault(response, Date.now());
      if (passing !== undefined) throw new TargetFault(passing);
      return readToken(await processClientCredentialsResponse(server, client, response));
    } catch (error) {
      if (error instanceof TargetFault) throw error;
      if (error instanceof WWWAuthenticateChallengeError) throw new TargetFault(await challenged(error.response));
      const fault = tokenFault(error, Date.now(), status);
      throw fault === undefined ? error : new TargetFault(fault);
    }
  }

  #fetch(url: string, init: RequestInit): Promise<Response> {
    return fetch(url, { ...init, redirect: 'manual', dispatcher: this.#agent });
  }
}

function readToken({ access_token: value, token_type: type, expires_in: seconds }: TokenEndpointResponse): AccessToken {
  // What can't stand in a header would come back inside an error text.
  if (type !== 'bearer' || !/^[\x21-\x7e]+$/.test(value)) throw new TargetFault(notAnAnswer('not-a-bearer-token'));
  return { value, lifeMs: seconds === undefined ? undefined : seconds * 1000 };
}

/** A refusal with `WWW-Authenticate` (RFC 6749 wants it after Basic): the reason is in the body all the same. */
async function challenged(response: Response): Promise<ReturnType<typeof refusal>> {
  const said = errorBody.safeParse(await response.json().catch(() => undefined));
  return refusal(said.success ? said.data.error : 'invalid_client');
}
