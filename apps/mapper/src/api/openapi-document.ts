import { behindOutcome, followedPatients, ledger, serviceState } from '@ilium/contracts';
import { openApiDocument, type ApiDescription, type OpenApiDocument } from '@ilium/observability';
import { z } from 'zod';
import { behindOutcomeExample, outcomeName } from './behind-outcomes.schema.js';
import { followedQuery } from './followed.schema.js';
import { resolvedExample, unmappedExample } from './examples.js';
import { resolutionId, resolutionRequest, resolutions, resolved, takingBack } from './resolutions.schema.js';
import { unmappedCodes, unmappedQuery } from './unmapped.schema.js';

const counts = z.record(z.string(), z.int()).describe('A count by reason.');

const operations: ApiDescription['operations'] = {
  '/v1/unmapped': {
    get: {
      operationId: 'listUnmapped',
      summary: 'Codes that no table knows, with how many facts wait on each',
      description:
        'Most facts first, by site, table, system and code. Examples say where a code came, and nothing more.',
      query: unmappedQuery,
      answers: { 200: 'unmappedCodes' },
      example: unmappedExample,
      isProtected: true,
    },
  },
  '/v1/resolutions': {
    get: {
      operationId: 'listResolutions',
      summary: 'What people said codes stand for',
      description: 'With who and when; also what was taken back.',
      answers: { 200: 'resolutions' },
      isProtected: true,
    },
    post: {
      operationId: 'resolveCode',
      summary: 'Says what a code stands for',
      description: [
        'The rules are others from then on, and who was derived before is derived again in the background; nothing has',
        'to be sent again. The same once more is answered with 200. Where the site file speaks of the code, or another',
        'resolution does, it is refused with 409.',
      ].join(' '),
      body: resolutionRequest,
      answers: { 201: 'resolved', 200: 'resolved' },
      example: resolvedExample,
      isProtected: true,
    },
  },
  '/v1/resolutions/{id}': {
    delete: {
      operationId: 'takeBackResolution',
      summary: 'Takes back what was said of a code',
      description: 'It stays as history. What followed from it is taken back as well. Once more changes nothing.',
      path: resolutionId,
      query: takingBack,
      answers: { 200: 'resolved' },
      isProtected: true,
    },
  },
  '/v1/followed': {
    get: {
      operationId: 'listFollowed',
      summary: 'Patients for whom a follow-up window is open or to come',
      description: 'By their identifiers: for who fetches what became of them, inside the hospital only.',
      query: followedQuery,
      answers: { 200: 'followedPatients' },
      isProtected: true,
    },
  },
  '/v1/outcomes/{outcome}/records': {
    get: {
      operationId: 'getRecordsBehindOutcome',
      summary: 'The records and source messages behind an outcome of the statistics',
      description: [
        'Identified data, for who may see it: asks for RECORDS_TOKEN, not for API_TOKEN. Derived from what is known now. The',
        'messages themselves are at intake, by `site` and `sequence`: `GET /v1/records/messages`.',
      ].join(' '),
      path: outcomeName,
      answers: { 200: 'behindOutcome' },
      example: behindOutcomeExample,
      isProtected: true,
    },
  },
  '/v1/work': {
    get: {
      operationId: 'countWork',
      summary: 'What people should look at, counted by reason',
      description: 'Work holds up nothing else.',
      answers: { 200: 'counts' },
    },
  },
  '/v1/excluded': {
    get: {
      operationId: 'countExcluded',
      summary: 'Persons of whom nothing goes to the outcome topic, counted by reason',
      description: '`hidden`: by a flag such as an opt-out; `test`: no person.',
      answers: { 200: 'counts' },
    },
  },
  '/v1/ledger': {
    get: {
      operationId: 'getLedger',
      summary: 'What became of every message',
      description: 'Per topic: received = done + skipped + parked.',
      answers: { 200: 'ledger' },
    },
  },
  '/v1/state': {
    get: {
      operationId: 'getState',
      summary: 'Sums over keys and revisions',
      description: 'Equal to those of the consumers when everything has arrived. Retracted keys count as well.',
      answers: { 200: 'serviceState' },
    },
  },
};

export function mapperApi(): OpenApiDocument {
  return openApiDocument({
    title: 'Ilium mapper',
    description: 'What became of procedure events, and the codes that wait for a meaning.',
    operations,
    schemas: { behindOutcome, followedPatients, unmappedCodes, resolutions, resolved, counts, ledger, serviceState },
  });
}
