import { ConfigurationError } from '@ilium/observability';
import { ClientKey } from './client-key.js';
import { FileReader } from './file-reader.js';
import { isSafeUrl } from './safe-url.js';
import type { AuthorizationSettings, EntrySettings } from './settings.js';
import { readTls } from './tls-settings.js';
import { entryVariables, type EntryVariables, type Kind } from './variables.js';

/** Variables that some kinds use and others do not; each secret under its own name, wherever it was read from. */
type Name =
  | 'FHIR_USER'
  | 'FHIR_PASSWORD'
  | 'FHIR_TOKEN'
  | 'FHIR_TOKEN_URL'
  | 'FHIR_CLIENT_ID'
  | 'FHIR_CLIENT_SECRET'
  | 'FHIR_CLIENT_SECRET_METHOD'
  | 'FHIR_SCOPE'
  | 'FHIR_CLIENT_KEY_FILE'
  | 'FHIR_CLIENT_KEY_ID'
  | 'FHIR_CLIENT_KEY_ALGORITHM';

const uses: Readonly<Record<Kind, { readonly needs: readonly Name[]; readonly takes: readonly Name[] }>> = {
  none: { needs: [], takes: [] },
  basic: { needs: ['FHIR_USER', 'FHIR_PASSWORD'], takes: [] },
  bearer: { needs: ['FHIR_TOKEN'], takes: [] },
  'client-credentials': {
    needs: ['FHIR_CLIENT_ID', 'FHIR_CLIENT_SECRET'],
    takes: ['FHIR_TOKEN_URL', 'FHIR_CLIENT_SECRET_METHOD', 'FHIR_SCOPE'],
  },
  'smart-backend': {
    needs: ['FHIR_CLIENT_ID', 'FHIR_CLIENT_KEY_FILE'],
    takes: ['FHIR_TOKEN_URL', 'FHIR_SCOPE', 'FHIR_CLIENT_KEY_ID', 'FHIR_CLIENT_KEY_ALGORITHM'],
  },
};

const names: ReadonlySet<Name> = new Set(Object.values(uses).flatMap(({ needs, takes }) => [...needs, ...takes]));

const secrets = ['FHIR_PASSWORD', 'FHIR_TOKEN', 'FHIR_CLIENT_SECRET'] as const;

const defaultScope = 'system/*.cruds';

export type Given = EntryVariables & { readonly FHIR_BASE_URL: string };
/**
 * How we get into the FHIR server, from the variables and the files that they name.
 * @throws ConfigurationError with each thing that is missing or contradicts another, and what to do about it.
 */
export function readEntrySettings(given: Given): EntrySettings {
  const faults: string[] = [];
  const files = new FileReader(faults);
  const values = { ...given, ...secretsIn(given, files) };
  faults.push(...misused(values), ...inTheOpen(values));
  const tls = readTls(values, files, faults);
  const authorization = faults.length === 0 ? authorizationOf(values, files, faults) : undefined;
  if (authorization === undefined || faults.length > 0) throw new ConfigurationError(faults);
  return { authorization, tls, headers: values.FHIR_HEADERS, allowPlainHttp: values.FHIR_ALLOW_PLAIN_HTTP };
}

function secretsIn(given: Given, files: FileReader): Pick<Partial<Given>, (typeof secrets)[number]> {
  const found: Partial<Record<(typeof secrets)[number], string>> = {};
  for (const name of secrets) {
    const value = files.secret(name, given[name], given[`${name}_FILE`]);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

/** What its kind needs and isn't there, and what is there and its kind does not use. */
function misused(values: Given): string[] {
  const { FHIR_AUTH: kind, FHIR_HEADERS: headers } = values;
  const { needs, takes } = uses[kind];
  const used = new Set([...needs, ...takes]);
  const missing = needs.filter((name) => values[name] === undefined && !isInFile(name, values));
  const idle = [...names].filter((name) => values[name] !== undefined && !used.has(name));
  const twice = kind !== 'none' && Object.keys(headers).some((name) => name.toLowerCase() === 'authorization');
  return [
    ...missing.map((name) => `${name} is not set, and FHIR_AUTH=${kind} needs it. ${remedyOf(name)}`),
    ...idle.map(
      (name) =>
        `${name} is set, and FHIR_AUTH=${kind} does not use it. Choose the FHIR_AUTH that it is for, or leave it out.`,
    ),
    ...(twice ? [`FHIR_HEADERS holds Authorization, which FHIR_AUTH=${kind} sets. Leave one of them out.`] : []),
  ];
}

/** Where its file could not be read, that has been said already. */
function isInFile(name: Name, values: Given): boolean {
  return secrets.some((secret) => secret === name && values[`${secret}_FILE`] !== undefined);
}

function remedyOf(name: Name): string {
  return entryVariables.shape[name].description ?? '';
}

/** Credentials on their way to another machine without TLS. */
function inTheOpen({
  FHIR_AUTH: kind,
  FHIR_HEADERS: headers,
  FHIR_ALLOW_PLAIN_HTTP: allowed,
  ...values
}: Given): string[] {
  const isSecret = kind !== 'none' || Object.keys(headers).length > 0;
  const urls = isSecret ? (['FHIR_BASE_URL', 'FHIR_TOKEN_URL'] as const) : [];
  return urls
    .filter((name) => !isSafe(values[name], allowed))
    .map(
      (name) =>
        `${name} is not https, and ${kind === 'none' ? 'FHIR_HEADERS' : `FHIR_AUTH=${kind}`} sends credentials there. Use https, or set FHIR_ALLOW_PLAIN_HTTP=true where everybody on the way may read them.`,
    );
}

function isSafe(url: string | undefined, allowPlainHttp: boolean): boolean {
  return url === undefined || isSafeUrl(url, allowPlainHttp);
}

type Build = (values: Given, files: FileReader, faults: string[]) => AuthorizationSettings | undefined;

/** Called when all that the kind needs is there. */
const settingsOf: Readonly<Record<Kind, Build>> = {
  none: () => ({ kind: 'none' }),
  basic: ({ FHIR_USER: user = '', FHIR_PASSWORD: password = '' }) => ({ kind: 'basic', user, password }),
  bearer: ({ FHIR_TOKEN: token = '' }, _files, faults) => {
    if (!/^[\x21-\x7e]+$/.test(token))
      faults.push(`FHIR_TOKEN holds what can't stand in a header. ${remedyOf('FHIR_TOKEN')}`);
    return { kind: 'bearer', token };
  },
  'client-credentials': (values) => ({
    kind: 'client-credentials',
    ...clientOf(values, values.FHIR_SCOPE),
    secret: values.FHIR_CLIENT_SECRET ?? '',
    method: values.FHIR_CLIENT_SECRET_METHOD ?? 'basic',
  }),
  'smart-backend': (values, files, faults) => {
    const key = clientKeyOf(values, files, faults);
    const client = clientOf(values, values.FHIR_SCOPE ?? defaultScope);
    return key === undefined ? undefined : { kind: 'smart-backend', ...client, key };
  },
};

function authorizationOf(values: Given, files: FileReader, faults: string[]): AuthorizationSettings | undefined {
  return settingsOf[values.FHIR_AUTH](values, files, faults);
}

function clientOf({ FHIR_CLIENT_ID: clientId = '', FHIR_TOKEN_URL: tokenUrl }: Given, scope: string | undefined) {
  return { clientId, ...(tokenUrl === undefined ? {} : { tokenUrl }), ...(scope === undefined ? {} : { scope }) };
}

function clientKeyOf(values: Given, files: FileReader, faults: string[]): ClientKey | undefined {
  const { FHIR_CLIENT_KEY_FILE: file, FHIR_CLIENT_KEY_ID: kid, FHIR_CLIENT_KEY_ALGORITHM: algorithm } = values;
  const text = files.text('FHIR_CLIENT_KEY_FILE', file);
  if (text === undefined) return undefined;
  try {
    const key = ClientKey.read(text, kid);
    if (algorithm === undefined || algorithm === key.algorithm) return key;
    faults.push(
      `FHIR_CLIENT_KEY_ALGORITHM is ${algorithm}, and the key of FHIR_CLIENT_KEY_FILE is for ${key.algorithm}. Leave it out, or name the other key.`,
    );
  } catch (error) {
    const reason = error instanceof Error ? error.message : '';
    faults.push(`FHIR_CLIENT_KEY_FILE names a file that can't be used: ${reason}. ${remedyOf('FHIR_CLIENT_KEY_FILE')}`);
  }
  return undefined;
}
