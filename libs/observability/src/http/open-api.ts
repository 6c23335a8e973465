import { z } from 'zod';
import { problem } from './problem.js';

type Method = 'get' | 'post' | 'delete';

/** One method of one path. Schemas are those that the route itself uses. */
export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  /** Of the path, such as `id` in `/v1/things/{id}`. */
  readonly path?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly body?: z.ZodObject;
  /** The name of a schema, by the status that it comes with. */
  readonly answers: Readonly<Record<number, string>>;
  /** Of the first answer. */
  readonly example?: object;
  /** Of the first answer, where it is not JSON. */
  readonly mediaType?: string;
  /** Whether it asks for a bearer token. */
  readonly isProtected?: true;
}

export interface ApiDescription {
  readonly title: string;
  readonly description: string;
  readonly operations: Readonly<Record<string, Readonly<Partial<Record<Method, Operation>>>>>;
  /** By the names that operations use. */
  readonly schemas: Readonly<Record<string, z.ZodType>>;
}

/** A type, so that it can be handed on as any JSON. */
export type OpenApiDocument = {
  readonly openapi: string;
  readonly info: object;
  readonly servers: readonly object[];
  /** By path, then by method. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
};

/** The OpenAPI 3.1 document of a service, made from the schemas that its routes use. */
export function openApiDocument({ title, description, operations, schemas }: ApiDescription): OpenApiDocument {
  const all = Object.values(operations).flatMap((methods) => Object.values(methods));
  return {
    openapi: '3.1.0',
    info: { title, version: '1', description, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    paths: Object.fromEntries(
      Object.entries(operations).map(([path, methods]) => [
        path,
        Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, described(operation)])),
      ]),
    ),
    components: {
      schemas: Object.fromEntries(
        Object.entries({ ...schemas, problem }).map(([name, schema]) => [name, jsonSchema(schema)]),
      ),
      ...(all.some(({ isProtected }) => isProtected)
        ? { securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } } }
        : {}),
    },
  };
}

const json = 'application/json';

function described({ operationId, summary, description, answers, example, mediaType = json, ...asked }: Operation) {
  const statuses = Object.entries(answers).map(([status, name], index) => {
    const content = { schema: reference(name), ...(index === 0 && example !== undefined ? { example } : {}) };
    return [status, { description: summary, content: { [index === 0 ? mediaType : json]: content } }];
  });
  return {
    operationId,
    summary,
    description,
    ...(asked.isProtected ? { security: [{ bearer: [] }] } : {}),
    parameters: [...parametersOf(asked.path, 'path'), ...parametersOf(asked.query, 'query')],
    ...(asked.body === undefined
      ? {}
      : {
          requestBody: { required: true, content: { [json]: { schema: jsonSchema(asked.body, 'input') } } },
        }),
    responses: {
      ...Object.fromEntries(statuses),
      default: { description: 'A problem', content: { 'application/problem+json': { schema: reference('problem') } } },
    },
  };
}

function parametersOf(asked: z.ZodObject | undefined, place: 'path' | 'query') {
  if (asked === undefined) return [];
  const { properties = {}, required: needed = [] } = jsonSchema(asked);
  return Object.entries(properties).map(([name, property]) => {
    if (typeof property === 'boolean') return { name, in: place, schema: property };
    const { description, default: usual, ...schema } = property;
    const isNeeded = place === 'path' || (needed.includes(name) && usual === undefined);
    return {
      name,
      in: place,
      required: isNeeded,
      description,
      schema: usual === undefined ? schema : { ...schema, default: usual },
      // `a,b`, not the same name twice.
      ...(schema.type === 'array' ? { explode: false } : {}),
    };
  });
}

function reference(name: string) {
  return { $ref: `#/components/schemas/${name}` };
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'output') {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io });
  return rest;
}
