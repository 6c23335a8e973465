import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { goldenRecords } from '../testing/golden-records.js';
import { isNode, isReference, type Node } from './data-types.js';
import { differencesOf } from './differences-of.js';
import { standingOf } from './meaningful-elements.js';

/** A source of chance that a rewriting draws from. */
type Draw = (below: number) => number;

const zoned = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/;

/** A record as another server might write it: everything that it may do without changing what is said. */
function rewritten(value: unknown, name: string, draw: Draw): unknown {
  if (typeof value === 'string') return zoned.test(value) && draw(2) === 0 ? new Date(value).toISOString() : value;
  if (Array.isArray(value)) {
    const items = value.map((item) => rewritten(item, name, draw));
    if (name === 'coding') items.push({ system: 'urn:theirs', code: `t${draw(9)}` });
    return items.toSorted(() => draw(3) - 1);
  }
  if (!isNode(value)) return value;
  const entries = Object.entries(value).map(([key, content]) => [key, rewritten(content, key, draw)] as const);
  const shuffled = Object.fromEntries(entries.toSorted(() => draw(3) - 1));
  return { ...(isReference(value) ? moved(shuffled, draw) : shuffled), ...additionsTo(value, draw) };
}

function moved(reference: Node, draw: Draw): Node {
  const { reference: place, type } = reference;
  if (typeof place === 'string' && draw(2) === 0)
    return { ...reference, reference: `https://ehr.example/fhir/${place}` };
  return place === undefined && typeof type === 'string' && draw(2) === 0
    ? { reference: `${type}/${draw(99)}` }
    : reference;
}

function additionsTo(node: Node, draw: Draw): Node {
  if ('code' in node && typeof node['code'] === 'string' && draw(2) === 0) return { display: `name ${draw(9)}` };
  if (!('resourceType' in node)) return {};
  const meta = { ...(isNode(node['meta']) ? node['meta'] : {}), versionId: String(draw(99)), source: '#s' };
  return {
    meta,
    text: { status: 'generated' },
    id: `s${draw(99)}`,
    extension: [{ url: 'urn:theirs', valueString: 'x' }],
  };
}

const anyRecord = fc.constantFrom(...goldenRecords);
const anyDraw = fc.infiniteStream(fc.nat()).map(
  (stream): Draw =>
    (below) =>
      stream.next().value % below,
);

/** Paths to every element of a record, but for those that tell servers apart and what stands in extensions. */
function elementsIn(node: Node, path: readonly string[] = []): (readonly string[])[] {
  return Object.entries(node)
    .filter(([name]) => name !== 'extension' && (path.length > 0 || !['id', 'resourceType', 'meta'].includes(name)))
    .flatMap(([name, value]) => {
      const own = [...path, name];
      const below = Array.isArray(value)
        ? value.flatMap((item: unknown, at) => (isNode(item) ? elementsIn(item, [...own, String(at)]) : []))
        : isNode(value)
          ? elementsIn(value, own)
          : [];
      return [own, ...below];
    });
}

function without(value: unknown, [name = '', ...rest]: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map((item, at) => (String(at) === name ? without(item, rest) : item));
  if (!isNode(value)) return value;
  if (rest.length > 0) return { ...value, [name]: without(value[name], rest) };
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}

/** What may go without a loss: the words beside a code, one of two names of a unit, what a reference is called. */
const said = new Set(['text', 'display', 'type', 'unit', 'system', 'code', 'reference']);

describe('of all that the mapper publishes', () => {
  test('each record equals itself', () => {
    expect(goldenRecords.flatMap((record) => differencesOf(record, record))).toEqual([]);
  });

  test('each record equals itself as another server writes it', () => {
    fc.assert(
      fc.property(anyRecord, anyDraw, (record, draw) => {
        expect(differencesOf(record, rewritten(record, '', draw))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('each element of meaning is missed, however the rest is written', () => {
    fc.assert(
      fc.property(anyRecord, fc.nat(), anyDraw, (record, choice, draw) => {
        const meant = elementsIn(record).filter((path) => {
          const isNamed = standingOf(record.resourceType, path.filter((part) => !/^\d+$/.test(part)).join('.'));
          return (
            isNamed !== undefined && !path.includes('identifier') && (path.length === 1 || !said.has(path.at(-1) ?? ''))
          );
        });
        const dropped = meant[choice % meant.length] ?? [];
        const found = differencesOf(record, rewritten(without(record, dropped), '', draw));
        expect([dropped, found]).toEqual([
          dropped,
          expect.arrayContaining([expect.objectContaining({ weight: 'meaning' })]),
        ]);
      }),
      { numRuns: 1_000 },
    );
  });

  test('what has nothing to do with it is told apart, and any JSON can be asked about', () => {
    fc.assert(
      fc.property(anyRecord, fc.jsonValue(), (record, read) => {
        expect(differencesOf(record, read)).not.toEqual([]);
        expect(Array.isArray(differencesOf(record, { ...record, ...(isNode(read) ? read : { status: read }) }))).toBe(
          true,
        );
      }),
    );
  });
});
