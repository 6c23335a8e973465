import { topicBases, type TopicBase } from '../topics.js';
import { asyncApiChannels, binaryName, channelTexts, parkedName, structuredName } from './channels.js';
import { summaries, typesOfTopic, type MessageType } from './message-types.js';
import { asyncApiOperations } from './operations.js';
import type { PublishedExample } from './published-examples.js';
import { dataName, headersName, namedSchemas, parkedHeadersName } from './schemas.js';

type Examples = readonly PublishedExample[];

interface Reference {
  readonly $ref: string;
}

interface Message {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly contentType?: string;
  readonly headers?: Reference;
  readonly payload: Reference | { readonly description: string };
  readonly bindings: object;
  readonly examples?: readonly { readonly name: string; readonly headers: object; readonly payload: unknown }[];
}

const componentSchema = (name: string): Reference => ({ $ref: `#/components/schemas/${name}` });

/** The AsyncAPI 3.1 document of all topics. Its schemas are draft 07, the dialect that AsyncAPI itself builds on. */
export function asyncApiDocument(examples: Examples) {
  return {
    asyncapi: '3.1.0',
    info: {
      title: 'Ilium',
      version: '1',
      description: 'The topics on which the services of Ilium meet. All events are CloudEvents 1.0.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      kafka: { host: 'localhost:9092', protocol: 'kafka', description: 'Apache Kafka, named by KAFKA_BROKERS.' },
    },
    channels: asyncApiChannels(),
    operations: asyncApiOperations(),
    components: {
      messages: Object.fromEntries(topicBases.flatMap((base) => messagesOf(base, examples))),
      schemas: namedSchemas('draft-07', (name) => componentSchema(name).$ref),
    },
  };
}

function messagesOf(base: TopicBase, examples: Examples): [name: string, message: Message][] {
  if (base === 'parked') return [[parkedName, parkedMessage(examples)]];
  return typesOfTopic[base].flatMap((type): [string, Message][] => {
    const binary: [string, Message] = [binaryName(type), binaryMessage(type, base, examples)];
    return base === 'procedure-events'
      ? [[structuredName(type), structuredMessage(type, base, examples)], binary]
      : [binary];
  });
}

function structuredMessage(type: MessageType, base: TopicBase, examples: Examples): Message {
  return {
    name: type,
    title: `${type}, structured mode`,
    summary: summaries[type],
    contentType: 'application/cloudevents+json',
    payload: componentSchema(type),
    bindings: bindingsOf(base),
    ...examplesOf(examples, type, 'structured'),
  };
}

function binaryMessage(type: MessageType, base: TopicBase, examples: Examples): Message {
  return {
    name: type,
    title: `${type}, binary mode`,
    summary: summaries[type],
    contentType: base === 'fhir-bundles' ? 'application/fhir+json' : 'application/json',
    headers: componentSchema(headersName(type)),
    payload: componentSchema(dataName(type)),
    bindings: bindingsOf(base),
    ...examplesOf(examples, type, 'binary'),
  };
}

function parkedMessage(examples: Examples): Message {
  return {
    name: parkedName,
    title: 'A parked record',
    summary: channelTexts.parked.description,
    headers: componentSchema(parkedHeadersName),
    payload: { description: 'The original bytes, which may be anything.' },
    bindings: bindingsOf('parked'),
    ...examplesOf(examples, parkedName, 'parked'),
  };
}

function bindingsOf(base: TopicBase) {
  return { kafka: { key: { type: 'string', description: channelTexts[base].key }, bindingVersion: '0.5.0' } };
}

function examplesOf(examples: Examples, type: string, mode: PublishedExample['mode']) {
  const own = examples
    .filter((example) => example.type === type && example.mode === mode)
    .map(({ name, headers, value }) => ({ name, headers, payload: value }));
  return own.length > 0 ? { examples: own } : {};
}
