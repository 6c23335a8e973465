import type { ReportStatus } from '@ilium/contracts';
import { canonicalJson } from '../canonical-json.js';
import { compareVersions, isEdited, isSameMoment, type Version } from './version.js';

/** Fields that one version wrote; `null` deletes, an absent field says nothing. */
export type Fields = Readonly<Record<string, unknown>>;

export interface Layer {
  readonly version: Version;
  readonly fields: Fields;
}

/**
 * What was reported of one thing for one patient: a map field → (version, value or deleted), kept as layers, newest
 * first, each version written once. A field stands in its newest layer, and in one older layer where that gives another
 * value in the same moment: then the source contradicts itself and somebody should know. Two layers of a field are enough
 * to know that, so a source that keeps contradicting itself fills no memory; the two greatest of a set are still a set's.
 */
export type Statement = readonly Layer[];

/** The pseudo-field that every report writes: how far its source stands behind it. */
export const statusField = '$status';

export function joinStatements(a: Statement, b: Statement): Statement {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const layers = [...a, ...b].sort((left, right) => compareVersions(right.version, left.version));
  const newest = new Map<string, { version: Version; value: unknown; isContradicted: boolean }>();
  const joined: { version: Version; fields: Record<string, unknown> }[] = [];
  for (const { version, fields } of layers) {
    const kept: [string, unknown][] = [];
    for (const [field, value] of Object.entries(fields)) {
      const best = newest.get(field);
      if (best === undefined) newest.set(field, { version, value, isContradicted: false });
      else if (best.isContradicted || !isSameMoment(best.version, version) || isSameValue(best.value, value)) continue;
      else best.isContradicted = true;
      kept.push([field, value]);
    }
    if (kept.length === 0) continue;
    joined.push({ version, fields: Object.fromEntries(kept) });
  }
  return joined;
}

function isSameValue(a: unknown, b: unknown): boolean {
  return a === b || canonicalJson(a) === canonicalJson(b);
}

/** The values that hold: each field's newest. Deleted fields are `null`. */
export function currentFields(statement: Statement): Fields {
  return Object.assign({}, ...statement.map((layer) => layer.fields).reverse());
}

export function newestVersion(statement: Statement): Version | undefined {
  return statement[0]?.version;
}

export function isVoid(statement: Statement): boolean {
  const status: ReportStatus = 'void';
  return statement[0]?.fields[statusField] === status;
}

/**
 * Fields to which versions of the same moment gave different values: those that stand in more than one layer. Where a
 * person edited the newest, somebody has decided.
 */
export function contradictedFields(statement: Statement): readonly string[] {
  const seen = new Map<string, boolean>();
  const contradicted = new Set<string>();
  for (const { version, fields } of statement) {
    for (const field of Object.keys(fields)) {
      const isDecided = seen.get(field);
      if (isDecided === undefined) seen.set(field, isEdited(version));
      else if (!isDecided) contradicted.add(field);
    }
  }
  return [...contradicted].sort();
}
