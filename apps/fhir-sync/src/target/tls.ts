import { getCACertificates } from 'node:tls';

/** What undici's agents take as `connect`. */
interface ConnectOptions {
  readonly timeout: number;
  readonly ca?: string | string[];
  readonly cert?: string;
  readonly key?: string;
}

/** In PEM. */
export interface TlsSettings {
  /** Authorities of the hospital's own; left out: those that the machine trusts. */
  readonly authorities?: string;
  /** What we show to a server that asks who we are. */
  readonly client?: { readonly certificate: string; readonly key: string };
}

/** The FHIR server's certificate has to be of the authorities in the file where there is one, and of no others. */
export function toFhirServer({ authorities, client }: TlsSettings, timeoutMs: number): ConnectOptions {
  const own = authorities === undefined ? {} : { ca: authorities };
  return { timeout: timeoutMs, ...own, ...clientOf(client) };
}

/** The authorisation server may be the hospital's or, as cloud directories are, somebody else's. */
export function toTokenEndpoint({ authorities, client }: TlsSettings, timeoutMs: number): ConnectOptions {
  const own = authorities === undefined ? {} : { ca: [...getCACertificates('default'), authorities] };
  return { timeout: timeoutMs, ...own, ...clientOf(client) };
}

function clientOf(client: TlsSettings['client']): Pick<ConnectOptions, 'cert' | 'key'> {
  return client === undefined ? {} : { cert: client.certificate, key: client.key };
}
