import { z } from 'zod';

const shortestToken = 32;

/** A secret that is sent as a bearer token (RFC 6750). */
export const bearerToken = z
  .string()
  .min(shortestToken, `expected at least ${shortestToken} characters`)
  .regex(/^[\w.~+/-]+=*$/, 'expected letters, digits and the signs that RFC 6750 allows in a bearer token');

/** What a service whose API changes something reads; spread it into the service's own schema. */
export const tokenVariables = {
  API_TOKEN: bearerToken
    .optional()
    .describe(`Set it to a secret of at least ${shortestToken} random characters, and send it as a bearer token.`),
};

/**
 * Who may use the routes that ask for a token. `open`: anybody on this machine, which is for trying things out; `off`:
 * nobody, because no token is configured.
 */
export type Access =
  { readonly kind: 'token'; readonly token: string } | { readonly kind: 'open' } | { readonly kind: 'off' };

/** Under this token a service's module provides its `Access` to the guard. */
export const ACCESS = Symbol('ilium.security.access');

const loopback: readonly string[] = ['127.0.0.1', '::1', 'localhost'];

/**
 * Whether a request's Host header names this machine. A page from elsewhere, whose own name leads here (DNS rebinding), names
 * itself. No browser leaves it out.
 */
export function isAskedAsThisMachine(host: string | undefined): boolean {
  const name = /^\[?(.*?)\]?(:\d+)?$/.exec(host ?? 'localhost')?.[1] ?? '';
  return loopback.includes(name.toLowerCase());
}

/** Without a token only who is on this machine, and never in production. */
export function accessOf(
  { API_TOKEN, HTTP_HOST }: { readonly API_TOKEN?: string | undefined; readonly HTTP_HOST: string },
  { NODE_ENV }: Readonly<Record<string, string | undefined>>,
): Access {
  if (API_TOKEN !== undefined) return { kind: 'token', token: API_TOKEN };
  return loopback.includes(HTTP_HOST) && NODE_ENV !== 'production' ? { kind: 'open' } : { kind: 'off' };
}
