import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { answer, outcome } from './answer.js';
import type { FhirRequest } from './exchange.js';
import type { Faults } from './faults/faults.js';
import { faultyManners } from './faults/faulty-manners.js';
import { playFault } from './faults/play-fault.js';
import type { IssueCode } from './fhir-error.js';
import type { FhirServer } from './fhir-server.js';
import type { ProfileSwitch } from './profiles/profile-switch.js';

const maxBodyBytes = 16 * 1024 * 1024;

/** The server, and what is switched at run time: which target it stands for, and how it misbehaves. */
export interface FhirSite {
  readonly server: FhirServer;
  readonly faults: Faults;
  readonly profile: ProfileSwitch;
}

/** The FHIR API as a Fastify plugin of its own, since its media type, errors and limits are not those of the rest. */
export function fhirRoutes({ server, faults, profile }: FhirSite) {
  return async (fastify: FastifyInstance, { prefix }: { readonly prefix: string }): Promise<void> => {
    fastify.removeAllContentTypeParsers();
    fastify.addContentTypeParser(
      /^application\/(fhir\+)?json/,
      { parseAs: 'string', bodyLimit: maxBodyBytes },
      fastify.getDefaultJsonParser('error', 'error'),
    );
    fastify.setErrorHandler((error, _request, reply) => refuse(reply, error));
    fastify.setNotFoundHandler((_request, reply) =>
      answer(reply, outcome(405, 'not-supported', 'Not supported here.')),
    );
    const handler = async (request: FastifyRequest, reply: FastifyReply) => {
      const asked = toFhirRequest(request, prefix);
      const met = faults.meet(asked);
      if (met.delayMs > 0) await wait(met.delayMs);
      const manners = faultyManners(profile.current, met.server);
      return playFault(met.wire, reply, () =>
        wantsAnotherFormat(request)
          ? outcome(406, 'not-supported', 'Only JSON is sent here.')
          : server.handle({ ...asked, manners }),
      );
    };
    fastify.all('/', handler);
    fastify.all('/*', handler);
  };
}

function toFhirRequest(request: FastifyRequest, prefix: string): FhirRequest {
  const { pathname, searchParams } = new URL(request.url, 'http://localhost');
  const { headers } = request;
  return {
    method: request.method,
    path: decodeURIComponent(pathname.slice(prefix.length).replace(/^\//, '').replace(/\/$/, '')),
    query: searchParams,
    body: request.body,
    base: `${request.protocol}://${request.host}${prefix}`,
    ifMatch: headers['if-match'],
    ifNoneMatch: headers['if-none-match'],
    ifNoneExist: text(headers['if-none-exist']),
    prefer: text(headers['prefer']),
  };
}

function text(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}

function wantsAnotherFormat({ headers, url }: FastifyRequest): boolean {
  const accept = headers.accept ?? '*/*';
  return !/json|\*\/\*|application\/\*/.test(accept) || /[?&]_format=[^&]*xml/.test(url);
}

/** Errors of Fastify itself, by the status that it gives them. Its texts may quote what was sent; ours don't. */
const fastifyErrors: Readonly<Record<number, readonly [IssueCode, string]>> = {
  400: ['structure', 'The body is not usable JSON.'],
  413: ['too-long', `The body is larger than ${maxBodyBytes} bytes: send it in parts.`],
  415: ['not-supported', 'The body has to be application/fhir+json.'],
};

function refuse(reply: FastifyReply, error: unknown): FastifyReply {
  const given = typeof error === 'object' && error !== null && 'statusCode' in error ? error.statusCode : undefined;
  const status = typeof given === 'number' && given in fastifyErrors ? given : 500;
  const [code, message] = fastifyErrors[status] ?? ['exception', 'The server failed; nothing was changed.'];
  return answer(reply, outcome(status, code, message));
}
