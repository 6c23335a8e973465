import { ledger, outcomesSummary, serviceState } from '@ilium/contracts';
import { z } from 'zod';
import { summaryFilter } from '../summary/summary-filter.js';
import { summaryExample } from './examples.js';
import { problem } from './problem.js';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly query?: z.ZodObject;
  readonly answer: keyof typeof answers;
  readonly example?: object;
}

const answers = { outcomesSummary, ledger, serviceState };

const operations: Readonly<Record<string, Operation>> = {
  '/v1/outcomes/summary': {
    operationId: 'getOutcomesSummary',
    summary: 'How many outcomes there are, and how the observed ones turned out',
    description: [
      'Counts and rates by type of procedure, measure and follow-up window.',
      'A rate is over the observed outcomes with a usual baseline (`rated`); those with a low baseline, and those',
      'without a percentage, are counted apart. A retraction says nothing but its key, so `retracted` is of all',
      'outcomes whatever the filter.',
    ].join(' '),
    query: summaryFilter,
    answer: 'outcomesSummary',
    example: summaryExample,
  },
  '/v1/ledger': {
    operationId: 'getLedger',
    summary: 'What became of every message',
    description: 'Per topic: received = done + skipped + parked.',
    answer: 'ledger',
  },
  '/v1/state': {
    operationId: 'getState',
    summary: 'Sums over keys and revisions',
    description: 'Equal to the `outcomes` of the mapper when everything has arrived. Retracted keys count as well.',
    answer: 'serviceState',
  },
};

/** The OpenAPI 3.1 document of this service, made from the schemas that its routes use. */
export function openApiDocument() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ilium analytics',
      version: '1',
      description: 'Outcome statistics from pseudonymised observations.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths: Object.fromEntries(
      Object.entries(operations).map(([path, operation]) => [path, { get: described(operation) }]),
    ),
    components: {
      schemas: Object.fromEntries(
        Object.entries({ ...answers, problem }).map(([name, schema]) => [name, jsonSchema(schema)]),
      ),
    },
  };
}

function described({ operationId, summary, description, query, answer, example }: Operation) {
  return {
    operationId,
    summary,
    description,
    parameters: query === undefined ? [] : queryParameters(query),
    responses: {
      200: {
        description: summary,
        content: { 'application/json': { schema: reference(answer), ...(example && { example }) } },
      },
      default: { description: 'A problem', content: { 'application/problem+json': { schema: reference('problem') } } },
    },
  };
}

function queryParameters(query: z.ZodObject) {
  return Object.entries(jsonSchema(query).properties ?? {}).map(([name, property]) => {
    if (typeof property === 'boolean') return { name, in: 'query', schema: property };
    const { description, ...schema } = property;
    return { name, in: 'query', required: false, description, schema };
  });
}

function reference(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

function jsonSchema(schema: z.ZodType) {
  const { $schema: _, ...rest } = z.toJSONSchema(schema);
  return rest;
}
