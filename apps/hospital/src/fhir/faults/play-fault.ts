import { STATUS_CODES } from 'node:http';
import type { FastifyReply } from 'fastify';
import { answer, outcome } from '../answer.js';
import type { FhirResponse } from '../exchange.js';
import type { IssueCode } from '../fhir-error.js';
import { cut, drip, truncate } from './broken-answers.js';
import type { WireFault } from './fault.js';

type StatusFault = Extract<WireFault, { readonly kind: 'status' }>;

/** Lets a fault act on one exchange. `work` does what was asked and says what a sound server would answer. */
export function playFault(
  fault: WireFault,
  reply: FastifyReply,
  work: () => FhirResponse,
): FastifyReply | Promise<FastifyReply> {
  switch (fault.kind) {
    case 'none':
      return answer(reply, work());
    case 'reset':
      if (fault.when === 'after') work();
      return cut(reply);
    case 'status':
      if (fault.applied) work();
      return sendStatus(reply, fault);
    case 'token-expiry':
      reply.header('www-authenticate', `Bearer realm="${fault.realm}", error="invalid_token"`);
      return answer(reply, outcome(401, 'expired', 'The access token has expired.'));
    case 'truncated':
      return truncate(reply, work());
    case 'content-type': {
      const right = fault.applied || fault.body === 'right' ? work() : undefined;
      return fault.body === 'right' && right !== undefined
        ? answer(reply, right, fault.contentType)
        : sendPage(reply.code(200), fault.contentType, 'Please sign in');
    }
    case 'drip':
      return drip(reply, work(), fault.overMs);
    case 'bundle-limit': {
      const code = fault.status === 413 ? 'too-long' : 'too-costly';
      return answer(reply, outcome(fault.status, code, `A Bundle may have ${fault.entries} entries here.`));
    }
  }
}

/** The issue that goes with a status; `transient` for all others. */
const issues: Readonly<Record<number, IssueCode>> = {
  400: 'invalid',
  401: 'login',
  403: 'forbidden',
  404: 'not-found',
  405: 'not-supported',
  409: 'conflict',
  412: 'conflict',
  413: 'too-long',
  422: 'business-rule',
  429: 'throttled',
  500: 'exception',
  504: 'timeout',
};

/** Said by what stands before the server: a page for people. */
const saidByGateways: readonly number[] = [502, 504];

function sendStatus(reply: FastifyReply, fault: StatusFault): FastifyReply {
  const { status, retryAfterSeconds, body = saidByGateways.includes(status) ? 'html' : 'outcome' } = fault;
  if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfter(retryAfterSeconds, fault));
  if (status === 401) reply.header('www-authenticate', 'Bearer realm="fhir"');
  if (body === 'empty') return reply.code(status).send();
  if (body === 'html') return sendPage(reply.code(status), 'text/html', `${status} ${STATUS_CODES[status] ?? 'Error'}`);
  return answer(reply, outcome(status, issues[status] ?? 'transient', 'The simulated fault.'));
}

function retryAfter(seconds: number, { retryAfterAs }: StatusFault): string {
  return retryAfterAs === 'seconds' ? String(seconds) : new Date(Date.now() + seconds * 1_000).toUTCString();
}

function sendPage(reply: FastifyReply, contentType: 'text/html' | 'text/plain', title: string): FastifyReply {
  const text = contentType === 'text/plain' ? title : `<html><head><title>${title}</title></head><body></body></html>`;
  return reply.type(contentType).send(text);
}
