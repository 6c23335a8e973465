import { z } from 'zod';
import { keyAlgorithms } from './client-key.js';

/** How we get in, in the order in which the documents tell of them. */
export const kinds = ['none', 'basic', 'bearer', 'client-credentials', 'smart-backend'] as const;
export type Kind = (typeof kinds)[number];

const text = z.string().regex(/^[\x20-\x7e]+$/, 'expected printable ASCII characters');
const secret = z.string();
const file = z.string();

/** Names of headers (RFC 9110, section 5.6.2) that are not the client's own to set. */
const headerName = z
  .string()
  .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'expected names of headers')
  .refine((name) => !/^(host|connection|content-.*|transfer-encoding|accept|te|upgrade)$/i.test(name), {
    error: 'holds a header that the client sets itself',
  });
const headerValue = z
  .string()
  .regex(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/, 'expected texts that can stand in a header');

/** Undefined where it is no JSON; the parser's own words would show the text. */
function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

/** What the service reads about how to get into the FHIR server. Each secret can stand in a file instead. */
export const entryVariables = z.object({
  FHIR_AUTH: z
    .enum(kinds)
    .default('none')
    .describe(`How to get into the FHIR server: one of ${kinds.join(', ')}.`),
  FHIR_USER: z
    .string()
    .regex(/^[^:\p{Cc}]+$/u, 'expected a name without a colon')
    .optional()
    .describe('Set it to the name of the user, for FHIR_AUTH=basic.'),
  FHIR_PASSWORD: secret.optional().describe('Set it to the password of FHIR_USER, or FHIR_PASSWORD_FILE to its file.'),
  FHIR_PASSWORD_FILE: file.optional().describe('File that holds FHIR_PASSWORD.'),
  FHIR_TOKEN: secret
    .optional()
    .describe('Set it to a token that the FHIR server takes until further notice, or FHIR_TOKEN_FILE to its file.'),
  FHIR_TOKEN_FILE: file.optional().describe('File that holds FHIR_TOKEN; read at the start.'),
  FHIR_TOKEN_URL: z
    .url({ protocol: /^https?$/, error: 'expected an http or https URL' })
    .refine((url) => !/^https?:\/\/[^/]*@/.test(url), 'credentials do not belong into the URL')
    .optional()
    .describe(
      'Token endpoint of the authorisation server. Leave it out where the FHIR server names it at /.well-known/smart-configuration.',
    ),
  FHIR_CLIENT_ID: text.optional().describe('Set it to the name under which the authorisation server knows us.'),
  FHIR_CLIENT_SECRET: secret
    .optional()
    .describe("Set it to the client's secret, or FHIR_CLIENT_SECRET_FILE to its file."),
  FHIR_CLIENT_SECRET_FILE: file.optional().describe('File that holds FHIR_CLIENT_SECRET.'),
  FHIR_CLIENT_SECRET_METHOD: z
    .enum(['basic', 'post'])
    .optional()
    .describe(
      'How the secret goes to the token endpoint: basic (a header; what you get unless told otherwise) or post (the body).',
    ),
  FHIR_SCOPE: text
    .optional()
    .describe('Scopes to ask for, separated by blanks. smart-backend asks for system/*.cruds unless told otherwise.'),
  FHIR_CLIENT_KEY_FILE: file
    .optional()
    .describe(
      'Set it to the file of the private key, for FHIR_AUTH=smart-backend: PEM, JWK or JWK Set, not encrypted.',
    ),
  FHIR_CLIENT_KEY_ID: text
    .optional()
    .describe('kid of the key: of a JWK Set the one that signs. Left out: that of the JWK, else the thumbprint.'),
  FHIR_CLIENT_KEY_ALGORITHM: z
    .enum(keyAlgorithms)
    .optional()
    .describe('RS384 for an RSA key, ES384 for one on the curve P-384. Left out: what the key is for.'),
  FHIR_TLS_CA_FILE: file
    .optional()
    .describe(
      'File of the authorities, in PEM, that may have signed the certificate of the FHIR server; no others may.',
    ),
  FHIR_TLS_CERTIFICATE_FILE: file
    .optional()
    .describe('File of our own certificate, in PEM, for a server that wants one (mutual TLS); with FHIR_TLS_KEY_FILE.'),
  FHIR_TLS_KEY_FILE: file.optional().describe('File of the key of FHIR_TLS_CERTIFICATE_FILE, in PEM, not encrypted.'),
  FHIR_HEADERS: z
    .string()
    .transform(parsed)
    .pipe(z.record(headerName, headerValue, 'expected a JSON object of names and texts'))
    .default({})
    .describe('More headers for each request to the FHIR server, as a JSON object: {"X-Tenant": "main"}.'),
  FHIR_ALLOW_PLAIN_HTTP: z
    .enum(['true', 'false'])
    .default('false')
    .transform((said) => said === 'true')
    .describe('true lets credentials go to another machine without TLS, where everybody on the way can read them.'),
});

export type EntryVariables = z.output<typeof entryVariables>;
