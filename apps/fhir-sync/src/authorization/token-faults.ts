import { OperationProcessingError, ResponseBodyError, UnsupportedOperationError } from 'oauth4webapi';
import { faultOf, faultOfStatus, type Fault } from '../faults/faults.js';
import { retryAfterMs } from '../faults/retry-after.js';

/** Errors of RFC 6749, section 5.2, and what the operator can do. */
const refusals: Readonly<Record<string, string>> = {
  invalid_client:
    'The authorisation server does not know this client, or not by these credentials: see FHIR_CLIENT_ID; with client-credentials FHIR_CLIENT_SECRET and FHIR_CLIENT_SECRET_METHOD, with smart-backend whether the key of /.well-known/jwks.json is registered there under the same kid.',
  invalid_scope: 'The authorisation server does not give these scopes to this client: see FHIR_SCOPE.',
  unauthorized_client:
    'The authorisation server does not let this client use the client_credentials grant: it has to be allowed there.',
  unsupported_grant_type:
    'The authorisation server does not offer the client_credentials grant at FHIR_TOKEN_URL: see whether the URL is right.',
  invalid_grant: 'The authorisation server refuses the grant: see how the client is registered there.',
  invalid_request:
    'The authorisation server does not understand the request: see FHIR_TOKEN_URL, FHIR_SCOPE and how the client is registered there.',
};

const otherRefusal = 'The authorisation server says no for a reason of its own: see its log.';
const notAnEndpoint = 'No token endpoint answers there: see FHIR_TOKEN_URL.';

const away = { remedy: 'retry', scope: 'target' } as const;

/** The authorisation server said no. A code that is not in the standard could say anything, so it is not repeated. */
export function refusal(code: string): Fault {
  const advice = Object.hasOwn(refusals, code) ? refusals[code] : undefined;
  if (advice === undefined) return { ...away, name: 'token-refused', advice: otherRefusal };
  return { ...away, name: `token-${code.replaceAll('_', '-')}`, advice };
}

/** No record is to blame and nothing was sent, whatever it was. */
function unreachable(fault: Fault): Fault {
  return { ...fault, ...away, name: `token-${fault.name}` };
}

/** Statuses that pass by themselves; undefined for those that say something about the request. */
export function passingFault(
  { status, headers }: Pick<Response, 'status' | 'headers'>,
  now: number,
): Fault | undefined {
  const { remedy, name } = faultOfStatus(status);
  const passes = status >= 500 || (status >= 400 && remedy === 'retry' && status !== 401 && status !== 405);
  if (!passes) return undefined;
  const wait = retryAfterMs(headers.get('retry-after'), now);
  return { ...away, name: `token-${name}`, ...(wait === undefined ? {} : { retryAfterMs: wait }) };
}

/** What is not an answer of a token endpoint. */
export function notAnAnswer(name: string): Fault {
  return { ...away, name: `token-${name}`, advice: notAnEndpoint };
}

/** The fault behind what a token request threw, after an answer of that status if there was one; undefined for a defect of ours. */
export function tokenFault(error: unknown, now: number, status: number | undefined): Fault | undefined {
  if (error instanceof ResponseBodyError) return refusal(error.error);
  if (error instanceof OperationProcessingError || error instanceof UnsupportedOperationError) {
    return notAnAnswer(status === undefined || status === 200 ? 'not-an-answer' : `http-${status}`);
  }
  const fault = faultOf(error, now);
  return fault === undefined ? undefined : unreachable(fault);
}
