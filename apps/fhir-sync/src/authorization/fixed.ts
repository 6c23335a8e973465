import type { Authorization, Headers } from './authorization.js';

/** The same headers for ever: asking again gives nothing new. */
function fixed(headers: Headers, advice: string): Authorization {
  return {
    headers: () => Promise.resolve(headers),
    rejected: () => false,
    advice,
    close: () => Promise.resolve(),
  };
}

export function open(): Authorization {
  return fixed({}, 'The FHIR server wants to know who asks: set FHIR_AUTH, or what it wants to see in FHIR_HEADERS.');
}

export function basic(user: string, password: string): Authorization {
  const credentials = Buffer.from(`${user}:${password}`).toString('base64');
  return fixed(
    { authorization: `Basic ${credentials}` },
    'The FHIR server does not let this user in, or not for this: see FHIR_USER and FHIR_PASSWORD.',
  );
}

export function bearer(token: string): Authorization {
  return fixed(
    { authorization: `Bearer ${token}` },
    'The FHIR server does not take this token (it may have expired), or not for this: see FHIR_TOKEN.',
  );
}
