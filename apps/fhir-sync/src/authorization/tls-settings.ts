import { X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import type { TlsSettings } from '../target/tls.js';
import type { FileReader } from './file-reader.js';
import type { EntryVariables } from './variables.js';

type Values = Pick<
  EntryVariables,
  'FHIR_TLS_CA_FILE' | 'FHIR_TLS_CERTIFICATE_FILE' | 'FHIR_TLS_KEY_FILE' | 'FHIR_TOKEN_URL'
> & { readonly FHIR_BASE_URL: string };

/** Notes what can't be used; what it returns is complete only when there is no fault. */
export function readTls(values: Values, files: FileReader, faults: string[]): TlsSettings {
  const { FHIR_TLS_CA_FILE: ca, FHIR_TLS_CERTIFICATE_FILE: certificateFile, FHIR_TLS_KEY_FILE: keyFile } = values;
  if (![ca, certificateFile, keyFile].some((file) => file !== undefined)) return {};
  if (![values.FHIR_BASE_URL, values.FHIR_TOKEN_URL].some((url) => url?.startsWith('https:'))) {
    faults.push('FHIR_BASE_URL is not https, so nothing of FHIR_TLS_* is used. Use https, or leave them out.');
  }
  const authorities = files.text('FHIR_TLS_CA_FILE', ca);
  if (authorities !== undefined && !areCertificates(authorities)) {
    faults.push('FHIR_TLS_CA_FILE names a file that is no list of certificates in PEM. Name one that is.');
  }
  const client = clientOf(certificateFile, keyFile, files, faults);
  return { ...(authorities === undefined ? {} : { authorities }), ...(client === undefined ? {} : { client }) };
}

function clientOf(
  certificateFile: string | undefined,
  keyFile: string | undefined,
  files: FileReader,
  faults: string[],
): TlsSettings['client'] {
  const certificate = files.text('FHIR_TLS_CERTIFICATE_FILE', certificateFile);
  const key = files.text('FHIR_TLS_KEY_FILE', keyFile);
  if (certificateFile === undefined && keyFile === undefined) return undefined;
  if (certificateFile === undefined || keyFile === undefined) {
    const missing = certificateFile === undefined ? 'FHIR_TLS_CERTIFICATE_FILE' : 'FHIR_TLS_KEY_FILE';
    faults.push(`${missing} is not set: a certificate and its key go together. Name both files, or none.`);
  }
  if (certificate === undefined || key === undefined) return undefined;
  if (belongTogether(certificate, key)) return { certificate, key };
  faults.push(
    'FHIR_TLS_CERTIFICATE_FILE and FHIR_TLS_KEY_FILE are no certificate and its own key. Name a certificate in PEM and the key, not encrypted, that it was made for.',
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
