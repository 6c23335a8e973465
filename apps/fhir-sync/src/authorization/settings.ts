import type { TlsSettings } from '../target/tls.js';
import type { Headers } from './authorization.js';
import type { ClientKey } from './client-key.js';

/** Who we are to an authorisation server. */
export interface OAuthClient {
  readonly clientId: string;
  readonly tokenUrl?: string;
  readonly scope?: string;
}

export type AuthorizationSettings =
  | { readonly kind: 'none' }
  | { readonly kind: 'basic'; readonly user: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string }
  | (OAuthClient & {
      readonly kind: 'client-credentials';
      readonly secret: string;
      readonly method: 'basic' | 'post';
    })
  | (OAuthClient & { readonly kind: 'smart-backend'; readonly key: ClientKey });

/** How we get into the FHIR server. */
export interface EntrySettings {
  readonly authorization: AuthorizationSettings;
  readonly tls: TlsSettings;
  /** For each request to the FHIR server. */
  readonly headers: Headers;
  readonly allowPlainHttp: boolean;
}

/** Where everybody may come in. */
export const openEntry: EntrySettings = {
  authorization: { kind: 'none' },
  tls: {},
  headers: {},
  allowPlainHttp: false,
};
