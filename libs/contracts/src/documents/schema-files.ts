import { dataName, namedSchemas, parkedHeadersName, type Schema } from './schemas.js';
import { messageTypes, summaries, typesOfTopic, type MessageType } from './message-types.js';

const definition = '#/$defs/';

/**
 * One self-contained JSON Schema (draft 2020-12) per message, by file name: of the whole event in structured mode for
 * `procedure-events`, of the value where only binary mode is written.
 */
export function schemaFiles(): Readonly<Record<string, Schema>> {
  const schemas = namedSchemas('draft-2020-12', (name) => `${definition}${name}`);
  const files = messageTypes.map((type) => [fileName(type), selfContained(rootOf(type), summaries[type], schemas)]);
  const parked = selfContained(parkedHeadersName, 'Headers of a parked record besides its own.', schemas);
  return Object.fromEntries([...files, [fileName(parkedHeadersName), parked]]);
}

const fileName = (name: string) => `${name}.schema.json`;

function rootOf(type: MessageType): string {
  return typesOfTopic['procedure-events'].includes(type) ? type : dataName(type);
}

function selfContained(name: string, title: string, schemas: Readonly<Record<string, Schema>>): Schema {
  const used = [...referredFrom(name, schemas)].toSorted();
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title,
    ...schemas[name],
    ...(used.length > 0 ? { $defs: Object.fromEntries(used.map((part) => [part, schemas[part]])) } : {}),
  };
}

/** The names of all schemas that one refers to, directly or through others. */
function referredFrom(name: string, schemas: Readonly<Record<string, Schema>>, found = new Set<string>()): Set<string> {
  for (const [, part] of JSON.stringify(schemas[name]).matchAll(/"\$ref":"#\/\$defs\/([^"]+)"/g)) {
    if (part === undefined || found.has(part)) continue;
    found.add(part);
    referredFrom(part, schemas, found);
  }
  return found;
}
