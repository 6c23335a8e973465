const unknownAuthority =
  'No known authority has signed the certificate of the server: name the file of the one that did in FHIR_TLS_CA_FILE.';
const clientCertificate =
  'The server wants another client certificate: see FHIR_TLS_CERTIFICATE_FILE and FHIR_TLS_KEY_FILE.';

/** By the codes of Node and OpenSSL. */
const advice: Readonly<Record<string, string>> = {
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  CERT_HAS_EXPIRED: 'The certificate of the server has expired: whoever runs it has to renew it.',
  ERR_TLS_CERT_ALTNAME_INVALID:
    'The certificate of the server is for another name: use in the URL the name that it was made for.',
  ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED: clientCertificate,
  ERR_SSL_TLSV1_ALERT_UNKNOWN_CA: clientCertificate,
  ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE: clientCertificate,
  ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED: clientCertificate,
  ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE: clientCertificate,
};

/** What to do about a TLS connection that did not come about. */
export function tlsAdvice(code: string): string | undefined {
  return Object.hasOwn(advice, code) ? advice[code] : undefined;
}
