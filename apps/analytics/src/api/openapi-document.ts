import { ledger, outcomesSummary, serviceState } from '@ilium/contracts';
import { openApiDocument, type ApiDescription, type OpenApiDocument } from '@ilium/observability';
import { episodeOperations, episodeSchemas } from '../episodes/episode-operations.js';
import { exportOperations, exportSchemas } from '../exports/export-operations.js';
import { summaryFilter } from '../summary/summary-filter.js';
import { summaryExample } from './examples.js';
import { statisticsOperations, statisticsSchemas } from './statistics-operations.js';

const operations: ApiDescription['operations'] = {
  '/v1/outcomes/summary': {
    get: {
      operationId: 'getOutcomesSummary',
      summary: 'How many outcomes there are, and how the observed ones turned out',
      description: [
        'Counts and rates by type of procedure, measure and follow-up window.',
        'A rate is over the observed outcomes with a usual baseline (`rated`); those with a low baseline, and those',
        'without a percentage, are counted apart. A retraction says nothing but its key, so `retracted` is of all',
        'outcomes whatever the filter.',
      ].join(' '),
      query: summaryFilter,
      isProtected: true,
      answers: { 200: 'outcomesSummary' },
      example: summaryExample,
    },
  },
  ...statisticsOperations,
  ...episodeOperations,
  ...exportOperations,
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
      description: 'Equal to the `outcomes` of the mapper when everything has arrived. Retracted keys count as well.',
      answers: { 200: 'serviceState' },
    },
  },
};

export function analyticsApi(): OpenApiDocument {
  return openApiDocument({
    title: 'Ilium analytics',
    description: 'Outcome statistics from pseudonymised observations.',
    operations,
    schemas: { outcomesSummary, ledger, serviceState, ...statisticsSchemas, ...episodeSchemas, ...exportSchemas },
  });
}
