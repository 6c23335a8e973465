import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { TlsSettings } from '../target/tls.js';
import type { FileReader } from './file-reader.js';
import type { EntryVariables } from './variables.js';

type Prefix = 'FHIR_TLS' | 'HL7_OUT_TLS';

/** Which files are named, under whatever prefix. */
export interface TlsFiles {
  readonly authorities: string | undefined;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
}

type Values = Pick<
  EntryVariables,
  'FHIR_TLS_CA_FILE' | 'FHIR_TLS_CERTIFICATE_FILE' | 'FHIR_TLS_KEY_FILE' | 'FHIR_TOKEN_URL'
> & { readonly FHIR_BASE_URL: string };

/** Notes what can't be used; what it returns is complete only when there is no fault. */
export function readTls(values: Values, files: FileReader, faults: string[]): TlsSettings {
  const named = {
    authorities: values.FHIR_TLS_CA_FILE,
    certificate: values.FHIR_TLS_CERTIFICATE_FILE,
    key: values.FHIR_TLS_KEY_FILE,
  };
  const isNamed = Object.values(named).some((file) => file !== undefined);
  if (isNamed && ![values.FHIR_BASE_URL, values.FHIR_TOKEN_URL].some((url) => url?.startsWith('https:'))) {
    faults.push('FHIR_BASE_URL is not https, so nothing of FHIR_TLS_* is used. Use https, or leave them out.');
  }
  return readTlsFiles('FHIR_TLS', named, files, faults);
}

/** What stands in the files that variables of this prefix name. */
export function readTlsFiles(prefix: Prefix, named: TlsFiles, files: FileReader, faults: string[]): TlsSettings {
  const authorities = files.text(`${prefix}_CA_FILE`, named.authorities);
  if (authorities !== undefined && !areCertificates(authorities)) {
    faults.push(`${prefix}_CA_FILE names a file that is no list of certificates in PEM. Name one that is.`);
  }
  const client = clientOf(prefix, named, files, faults);
  return { ...(authorities === undefined ? {} : { authorities }), ...(client === undefined ? {} : { client }) };
}

function clientOf(prefix: Prefix, named: TlsFiles, files: FileReader, faults: string[]): TlsSettings['client'] {
  const certificate = files.text(`${prefix}_CERTIFICATE_FILE`, named.certificate);
  const key = files.text(`${prefix}_KEY_FILE`, named.key);
  if (named.certificate === undefined && named.key === undefined) return undefined;
  if (named.certificate === undefined || named.key === undefined) {
    const missing = named.certificate === undefined ? `${prefix}_CERTIFICATE_FILE` : `${prefix}_KEY_FILE`;
    faults.push(`${missing} is not set: a certificate and its key go together. Name both files, or none.`);
  }
  if (certificate === undefined || key === undefined) return undefined;
  if (belongTogether(certificate, key)) return { certificate, key };
  faults.push(
    `${prefix}_CERTIFICATE_FILE and ${prefix}_KEY_FILE are no certificate and its own key. Name a certificate in PEM and the key, not encrypted, that it was made for.`,
  );
  return undefined;
}

function belongTogether(cert: string, key: string): boolean {
  try {
    createSecureContext({ cert, key });
    return true;
  } catch {
    return false;
  }
}

/** OpenSSL passes over what it can't read in a list of authorities; then no server would be trusted, and nobody knew why. */
function areCertificates(text: string): boolean {
  const found = text.match(/-----BEGIN CERTIFICATE-----[^-]*(-----END CERTIFICATE-----)?/g);
  return found?.every(isCertificate) === true;
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
