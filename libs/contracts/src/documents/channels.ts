import { defaultTopicPrefix, topicBases, topicName, topicSettings, type TopicBase } from '../topics.js';
import { typesOfTopic, type MessageType } from './message-types.js';

interface Channel {
  readonly title: string;
  readonly description: string;
  /** What the key of a record is. */
  readonly key: string;
}

export const channelTexts: Readonly<Record<TopicBase, Channel>> = {
  'procedure-events': {
    title: 'Procedure events: the public door',
    description:
      'What sources report. Anyone may send here, in structured or in binary mode. Order, duplicates and delays do no harm. Retention is left to the site.',
    key: 'For locality only: any opaque value, never an identifier of a patient.',
  },
  'fhir-bundles': {
    title: 'FHIR bundles',
    description:
      'The desired FHIR records. Kept for ever and not compacted: of one record the highest revision counts, not the last message.',
    key: 'The patient, as a keyed hash.',
  },
  'outcome-observations': {
    title: 'Outcome observations',
    description:
      'Pseudonymised outcomes for analysts. Kept for ever and not compacted: read from the start and keep the highest revision of each key.',
    key: "The observation's `key`.",
  },
  parked: {
    title: 'Parked records',
    description:
      'Records that a service could not use and that a person must look at: key, value and headers as they came, and headers that say why.',
    key: 'As it came.',
  },
};

export const structuredName = (type: MessageType) => type;
export const binaryName = (type: MessageType) => `${type}.binary`;
export const parkedName = 'parked';

/** The names of the messages of a channel, each of one type and mode. */
export function messageNamesOf(base: TopicBase): readonly string[] {
  if (base === 'parked') return [parkedName];
  const types = typesOfTopic[base];
  return base === 'procedure-events'
    ? types.flatMap((type) => [structuredName(type), binaryName(type)])
    : types.map(binaryName);
}

export function asyncApiChannels() {
  return Object.fromEntries(topicBases.map((base) => [base, channelOf(base)]));
}

function channelOf(base: TopicBase) {
  const { title, description } = channelTexts[base];
  const { keptForEver, maxMessageBytes } = topicSettings[base];
  const topicConfiguration = {
    'cleanup.policy': ['delete'],
    ...(keptForEver ? { 'retention.ms': -1 } : {}),
    'max.message.bytes': maxMessageBytes,
  };
  return {
    address: topicName(defaultTopicPrefix, base),
    title,
    description,
    messages: Object.fromEntries(messageNamesOf(base).map((name) => [name, { $ref: `#/components/messages/${name}` }])),
    bindings: { kafka: { topicConfiguration, bindingVersion: '0.5.0' } },
  };
}
