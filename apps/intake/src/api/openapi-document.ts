import { z } from 'zod';
import { eventAnswers } from '../rest/event-answers.js';
import { answersExample, eventExample } from './examples.js';
import { problem } from '@ilium/observability';

/** The OpenAPI 3.1 document of this service, made from the schemas that its routes use. */

const schemas = { eventAnswers, problem };

const cloudEvent = {
  type: 'object',
  description: 'A CloudEvent 1.0. Its types and their data: docs/events.md, libs/contracts/schemas.',
  required: ['specversion', 'id', 'source', 'type', 'data'],
  properties: {
    specversion: { const: '1.0' },
    id: { type: 'string', minLength: 1 },
    source: { type: 'string', minLength: 1 },
    type: { type: 'string', minLength: 1 },
    time: { type: 'string', format: 'date-time' },
    sequence: { type: 'string', pattern: '^\\d{1,15}$' },
    data: { type: 'object' },
  },
};

const event = reference('cloudEvent');
const events = { type: 'array', minItems: 1, items: event };

const description = [
  'Each event is stored before it is answered for, and then goes on to Kafka by itself. `source` and `id` name an event:',
  'the same again is a repeat and counts once, with other content it is refused. A `sequence` of your own is kept.',
  'After 503, or no answer, send all of it again.',
].join(' ');

const takeEvents = {
  operationId: 'takeEvents',
  summary: 'Takes one or many procedure events',
  description,
  requestBody: {
    required: true,
    content: {
      'application/cloudevents+json': { schema: event, example: eventExample },
      'application/cloudevents-batch+json': { schema: events, example: [eventExample] },
      'application/json': { schema: { oneOf: [event, events] }, example: eventExample },
      'application/x-ndjson': { schema: { type: 'string', description: 'One event a line.' } },
    },
  },
  responses: {
    200: answered('Every event is taken, or had been'),
    207: answered('Some events are taken, some refused', answersExample),
    400: {
      description: 'No event could be read: answers where there are events, a problem where there are none',
      content: {
        'application/json': { schema: reference('eventAnswers') },
        'application/problem+json': { schema: reference('problem') },
      },
    },
    409: answered('A single event has the source and id of an earlier one, and other content'),
    413: failed('The request is too large'),
    415: failed('The content type is none of these'),
    503: {
      ...failed('The database does not answer in time; nothing counts twice when all is sent again'),
      headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } },
    },
    default: failed('A problem'),
  },
};

const paths = { '/v1/events': { post: takeEvents } };

export function openApiDocument() {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Ilium intake',
      version: '1',
      description: "The doors for a hospital's messages over HTTP.",
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, {}],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'Where one is configured.' } },
      schemas: {
        cloudEvent,
        ...Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, jsonSchema(schema)])),
      },
    },
  };
}

function answered(summary: string, example?: object) {
  return {
    description: summary,
    content: { 'application/json': { schema: reference('eventAnswers'), ...(example && { example }) } },
  };
}

function failed(summary: string) {
  return { description: summary, content: { 'application/problem+json': { schema: reference('problem') } } };
}

function reference(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

function jsonSchema(schema: z.ZodType) {
  const { $schema: _, ...rest } = z.toJSONSchema(schema);
  return rest;
}
