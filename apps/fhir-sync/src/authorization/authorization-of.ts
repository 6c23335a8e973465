import { ClientSecretBasic, ClientSecretPost, type ClientAuth } from 'oauth4webapi';
import type { Authorization } from './authorization.js';
import { ClientCredentials, type ObserveToken } from './client-credentials.js';
import { basic, bearer, open } from './fixed.js';
import { privateKeyJwt } from './private-key-jwt.js';
import type { AuthorizationSettings, EntrySettings, OAuthClient } from './settings.js';
import { TokenKeeper, type TokenPatience } from './token-keeper.js';

export interface AuthorizationContext extends Omit<EntrySettings, 'authorization'> {
  readonly baseUrl: string;
  readonly timeoutMs: number;
  readonly tokens: TokenPatience;
  readonly observe: ObserveToken;
}

const clientSecret = { basic: ClientSecretBasic, post: ClientSecretPost };

/** Which of them it is. */
export function authorizationOf(settings: AuthorizationSettings, context: AuthorizationContext): Authorization {
  switch (settings.kind) {
    case 'none':
      return open();
    case 'basic':
      return basic(settings.user, settings.password);
    case 'bearer':
      return bearer(settings.token);
    case 'client-credentials':
      return withTokens(settings, clientSecret[settings.method](settings.secret), context);
    case 'smart-backend':
      return withTokens(settings, privateKeyJwt(settings.key), context);
  }
}

function withTokens(client: OAuthClient, authenticate: ClientAuth, context: AuthorizationContext): Authorization {
  const { baseUrl, headers, allowPlainHttp, tls, timeoutMs, tokens, observe } = context;
  const { clientId, tokenUrl, scope } = client;
  const settings = {
    ...{ clientId, baseUrl, headers, allowPlainHttp, tls, timeoutMs },
    ...(tokenUrl === undefined ? {} : { tokenUrl }),
    ...(scope === undefined ? {} : { scope }),
  };
  return new TokenKeeper(new ClientCredentials(settings, authenticate, observe), tokens, advice);
}

const advice =
  'The FHIR server does not take the tokens that the authorisation server gives, or not for this: see whether the two belong together, FHIR_SCOPE, and what this client is allowed to do.';
