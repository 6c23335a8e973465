import { isDeepStrictEqual } from 'node:util';
import type { DesiredRecord } from '@ilium/contracts';
import type { StoredResource } from './hospital-chart.js';

/** What the FHIR server holds, beside what it should. */
export interface ChartFindings {
  readonly records: number;
  /** Keys, of which nothing can be read. */
  readonly missing: readonly string[];
  readonly surplus: readonly string[];
  readonly outOfDate: readonly string[];
  /** Of each record: how often Ilium published it, and how many versions the server has made of it. */
  readonly revisions: Spread;
  readonly writes: Spread;
}

export interface Spread {
  readonly mean: number;
  readonly most: number;
}

/** A record in its newest revision, and how many revisions of it there were. */
export type Wanted = Pick<DesiredRecord, 'resource'> & { readonly revisions: number };

/** `wanted` and `there` by key (`Procedure/p1f…`). */
export function compareCharts(
  wanted: ReadonlyMap<string, Wanted>,
  there: ReadonlyMap<string, StoredResource>,
): ChartFindings {
  const common = [...wanted].flatMap(([key, { resource }]) => {
    const found = there.get(key);
    return found === undefined ? [] : [{ key, resource, found }];
  });
  return {
    records: wanted.size,
    missing: [...wanted.keys()].filter((key) => !there.has(key)),
    surplus: [...there.keys()].filter((key) => !wanted.has(key)),
    outOfDate: common
      .filter(({ resource, found }) => !isDeepStrictEqual(said(resource), said(ofOurs(resource, found))))
      .map(({ key }) => key),
    revisions: spreadOf([...wanted.values()].map(({ revisions }) => revisions)),
    writes: spreadOf(common.map(({ found }) => Number(found.meta.versionId))),
  };
}

/** Without a note that somebody added in the chart, where we write none: it is theirs, and stays. */
function ofOurs(resource: object, found: object): object {
  if (!('note' in found) || 'note' in resource) return found;
  const { note: _theirs, ...ours } = found;
  return ours;
}

/** What a record says, without what delivery and the server add: meta, and the places of those who are named. */
function said(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(said);
  if (typeof node !== 'object' || node === null) return node;
  const isNamed = 'identifier' in node && 'type' in node;
  const kept = Object.entries(node).filter(([name]) => name !== 'meta' && !(name === 'reference' && isNamed));
  return Object.fromEntries(kept.map(([name, value]) => [name, said(value)]));
}

function spreadOf(numbers: readonly number[]): Spread {
  const [sum, most] = numbers.reduce(([total, top], one) => [total + one, Math.max(top, one)], [0, 0]);
  return { mean: numbers.length === 0 ? 0 : Math.round((sum / numbers.length) * 100) / 100, most };
}
