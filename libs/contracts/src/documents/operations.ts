import { defaultTopicPrefix, type TopicBase } from '../topics.js';
import { messageNamesOf } from './channels.js';

interface Operation {
  readonly app: string;
  readonly action: 'send' | 'receive';
  readonly topic: TopicBase;
  readonly summary: string;
}

const parks = 'Parks what it can not use.';

/** Who does what, each seen from the app itself. */
const operations: readonly Operation[] = [
  {
    app: 'hospital',
    action: 'send',
    topic: 'procedure-events',
    summary: 'Reports what happens to its patients. Stands for every source.',
  },
  { app: 'mapper', action: 'receive', topic: 'procedure-events', summary: 'Joins reports to facts.' },
  { app: 'mapper', action: 'send', topic: 'fhir-bundles', summary: 'Publishes the records that changed.' },
  { app: 'mapper', action: 'send', topic: 'outcome-observations', summary: 'Publishes the outcomes that changed.' },
  { app: 'mapper', action: 'send', topic: 'parked', summary: parks },
  { app: 'fhir-sync', action: 'receive', topic: 'fhir-bundles', summary: 'Brings the FHIR server to what is desired.' },
  { app: 'fhir-sync', action: 'send', topic: 'parked', summary: parks },
  { app: 'analytics', action: 'receive', topic: 'outcome-observations', summary: 'Counts outcomes.' },
  { app: 'analytics', action: 'send', topic: 'parked', summary: parks },
];

export function asyncApiOperations() {
  return Object.fromEntries(operations.map((operation) => [nameOf(operation), described(operation)]));
}

const nameOf = ({ app, action, topic }: Operation) => `${app}.${action}.${topic}`;

function described({ app, action, topic, summary }: Operation) {
  return {
    action,
    summary,
    channel: { $ref: `#/channels/${topic}` },
    tags: [{ name: app }],
    messages: messageNamesOf(topic).map((name) => ({ $ref: `#/channels/${topic}/messages/${name}` })),
    ...(action === 'receive' ? { bindings: groupOf(app) } : {}),
  };
}

/** A consumer group is called like its service, with the prefix of the topics. */
function groupOf(app: string) {
  const groupId = { type: 'string', const: `${defaultTopicPrefix}${app}` };
  return { kafka: { groupId, bindingVersion: '0.5.0' } };
}
