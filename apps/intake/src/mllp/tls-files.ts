import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { createSecureContext, type TlsOptions } from 'node:tls';
import type { Listener } from '@ilium/site';
import { ExplainedError } from '@ilium/observability';
import { errorCode } from './error-code.js';

/**
 * Reads what a TLS listener needs.
 * @param folder what relative names are seen from.
 * @throws ExplainedError that names the door, the file and the remedy.
 */
export function readTlsFiles(door: string, tls: NonNullable<Listener['tls']>, folder: string): TlsOptions {
  const read = (key: keyof typeof tls, file: string): Buffer => {
    const path = resolve(folder, file);
    try {
      return readFileSync(path);
    } catch (cause) {
      throw unusable(door, `tls.${key} names ${path}, which can't be read (${errorCode(cause)})`, cause);
    }
  };
  const cert = read('certificate', tls.certificate);
  const key = read('key', tls.key);
  const clients = tls.clients === undefined ? undefined : read('clients', tls.clients);
  try {
    createSecureContext({ cert, key });
  } catch (cause) {
    throw unusable(door, `${tls.certificate} and ${tls.key} are no PEM certificate and its own unencrypted key`, cause);
  }
  if (clients === undefined) return { cert, key };
  // OpenSSL passes over what it can't read in a list of authorities; then nobody would be let in, and nobody knew why.
  const authorities = clients.toString('latin1').match(/-----BEGIN CERTIFICATE-----[^-]*(-----END CERTIFICATE-----)?/g);
  if (authorities?.every(isCertificate) !== true) {
    throw unusable(door, `tls.clients names ${tls.clients}, which is no list of PEM certificates`);
  }
  return { cert, key, ca: clients, requestCert: true, rejectUnauthorized: true };
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function unusable(door: string, fault: string, cause?: unknown): ExplainedError {
  return new ExplainedError(
    `Listener ${door}: ${fault}. Mend the file, or what the site file says of it.`,
    'MLLP_TLS_FILE',
    { cause },
  );
}
