import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import specs from '@asyncapi/specs';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { topicBases } from '../topics.js';
import { asyncApiDocument } from './async-api.js';
import { publishedExamples } from './published-examples.js';

const examples = await publishedExamples(join(import.meta.dirname, '../../examples'));
const document = asyncApiDocument(examples);

const { messages } = document.components;

/** What a `$ref` of the document leads to. */
function target(ref: string): unknown {
  const steps = ref.replace(/^#\//, '').split('/');
  return steps.reduce<unknown>((node, step) => new Map(Object.entries(node ?? {})).get(step), document);
}

const official: Readonly<Record<string, unknown>> = { ...specs.schemas['3.1.0'] };

describe('the AsyncAPI document', () => {
  it('is one, by the official schema', () => {
    // The official schema brings the meta schema of draft 07 along.
    const ajv = new Ajv({ strict: false, allErrors: true, meta: false, validateSchema: false });
    addFormats.default(ajv);
    const validate = ajv.compile(official);
    validate(document);
    expect(validate.errors ?? []).toEqual([]);
    expect(validate({ ...document, info: { title: 'without a version' } })).toBe(false);
  });

  it('refers to nothing that is not there', () => {
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, ref]) => ref ?? '');
    expect(refs.length).toBeGreaterThan(100);
    expect(refs.filter((ref) => target(ref) === undefined)).toEqual([]);
  });

  it('has a channel for every topic, and uses each message and each channel', () => {
    expect(Object.keys(document.channels)).toEqual(topicBases);
    const text = JSON.stringify(document);
    const unused = Object.keys(messages).filter((name) => !text.includes(`"#/components/messages/${name}"`));
    const idle = topicBases.filter((base) => !text.includes(`"channel":{"$ref":"#/channels/${base}"}`));
    expect([...unused, ...idle]).toEqual([]);
  });

  it('shows every published example, each of which its own message takes', () => {
    const ajv = new Ajv({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'document', ...document });
    const check = (schema: object, value: unknown) =>
      '$ref' in schema ? ajv.validate({ $ref: `document${String(schema.$ref)}` }, value) : true;
    const shown = Object.values(messages).flatMap(({ headers, payload, examples: own = [] }) =>
      own.map((example) => {
        expect(headers === undefined || check(headers, example.headers)).toBe(true);
        expect(check(payload, example.payload)).toBe(true);
        return example.name;
      }),
    );
    expect(shown.toSorted()).toEqual(examples.map(({ name }) => name).toSorted());
  });
});
