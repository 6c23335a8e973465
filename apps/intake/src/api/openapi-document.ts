import { ledger } from '@ilium/contracts';
import { eventAnswers } from '../rest/event-answers.js';
import { keptMessage } from '../source-messages/source-messages.repository.js';
import { answersExample, eventExample } from './examples.js';
import { keptMessages, messageId, sourcesQuery, workQuery } from './messages.schema.js';
import { openApiDocument, type ApiDescription } from '@ilium/observability';

/** The OpenAPI 3.1 document of this service, made from the schemas that its routes use. */

const schemas = { eventAnswers, ledger, keptMessage, keptMessages };

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
  security: [{ bearer: [] }],
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

const operations: ApiDescription['operations'] = {
  '/v1/ledger': {
    get: {
      operationId: 'getLedger',
      summary: 'What became of every message, by door',
      description: 'received = done + skipped. What was refused was not received: its sender was told so.',
      answers: { 200: 'ledger' },
    },
  },
  '/v1/work': {
    get: {
      operationId: 'listWork',
      summary: 'Messages that a person should look at',
      description: 'The newest first, with the places in them that could not be used. They hold up nothing else.',
      query: workQuery,
      answers: { 200: 'keptMessages' },
      isProtected: true,
    },
  },
  '/v1/messages/{id}': {
    get: {
      operationId: 'getMessage',
      summary: 'A kept message',
      description: 'Where it came from, what was read out of it. The id of an event begins with that of its message.',
      path: messageId,
      answers: { 200: 'keptMessage' },
      isProtected: true,
    },
  },
  '/v1/records/messages': {
    get: {
      operationId: 'listSources',
      summary: 'The messages behind a figure, by their places in the order of receipt',
      description:
        'Asks for RECORDS_TOKEN, not for API_TOKEN. The mapper tells the places: `/v1/outcomes/{outcome}/records`.',
      query: sourcesQuery,
      answers: { 200: 'keptMessages' },
      isProtected: true,
    },
  },
};

const bodyOf = (operationId: string) => ({
  operationId,
  summary: 'A kept message as it came, byte for byte',
  parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
  security: [{ bearer: [] }],
  responses: {
    200: { description: 'The message', content: { 'application/octet-stream': {} } },
    404: failed('It is not kept, or not any more'),
    default: failed('A problem'),
  },
});

export function intakeApi() {
  const { components, paths, ...document } = openApiDocument({
    title: 'Ilium intake',
    description:
      "The doors for a hospital's messages over HTTP. The FHIR door has a CapabilityStatement: /fhir/metadata.",
    operations,
    schemas,
  });
  return {
    ...document,
    paths: {
      ...paths,
      '/v1/messages/{id}/body': { get: bodyOf('getBody') },
      '/v1/records/messages/{id}/body': { get: bodyOf('getSourceBody') },
      '/v1/events': { post: takeEvents },
    },
    components: { ...components, schemas: { ...components.schemas, cloudEvent } },
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
