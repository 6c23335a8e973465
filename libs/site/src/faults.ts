import type { z } from 'zod';
import { nearestWord } from './nearest-word.js';

export type Path = readonly PropertyKey[];

/** What is wrong at a place of a file. The message holds names of keys and what is expected, never a value. */
export interface Fault {
  readonly path: Path;
  readonly message: string;
}

/** A fault, and where in which file it stands. */
export interface PlacedFault {
  readonly file: string;
  /** From 1; undefined where it is about the whole file. */
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  /** `windows[2].firstDay` */
  readonly key?: string | undefined;
  readonly message: string;
}

/** `site.yaml:3:1 windows[2].firstDay: …` */
export function faultText({ file, line, column, key, message }: PlacedFault): string {
  const place = line === undefined ? file : `${file}:${line}:${column ?? 1}`;
  return `${place} ${key === undefined ? '' : `${key}: `}${message}`;
}

/** Thrown when a site can't be used. Each fault names the file, the line where there is one, the place and the remedy. */
export class SiteError extends Error {
  override readonly name = 'SiteError';
  readonly faults: readonly string[];

  constructor(
    readonly placed: readonly PlacedFault[],
    options?: ErrorOptions,
  ) {
    const faults = placed.map(faultText);
    super(faults.join('\n'), options);
    this.faults = faults;
  }
}

/** What a schema has to say, one fault for each key that it does not know. */
export function schemaFaults(error: z.ZodError, schema: z.core.JSONSchema.BaseSchema): Fault[] {
  return error.issues.flatMap((issue) => faultsOf(issue, [], schema));
}

function faultsOf(issue: z.core.$ZodIssue, above: Path, schema: z.core.JSONSchema.BaseSchema): Fault[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, path);
    return issue.keys.map((key) => ({ path: [...path, key], message: `no key here; ${suggestion(key, known)}` }));
  }
  if (issue.code === 'invalid_union') {
    // The form that fits from the outside is the one that was meant.
    const meant = issue.errors.find((issues) => issues.every(({ path: inside }) => inside.length > 0));
    const either = issue.errors.flat().map(expectation);
    if (meant === undefined) return [{ path, message: either.length > 0 ? either.join(', or ') : issue.message }];
    return meant.flatMap((inside) => faultsOf(inside, path, schema));
  }
  return [{ path, message: expectation(issue) }];
}

function expectation(issue: z.core.$ZodIssue): string {
  const message = issue.message
    .replace(/^Invalid \w+: /, '')
    .replace(/expected (object|record)/, 'expected keys with values')
    .replace(/received (undefined|null)/, 'but nothing is there');
  const unquoted = issue.code === 'invalid_type' && issue.expected === 'string' && message.endsWith('number');
  return unquoted ? `${message}; put it in quotes` : message;
}

/** The nearest of the words, or all of them. */
export function suggestion(word: string, known: readonly string[]): string {
  const nearest = nearestWord(word, known);
  return nearest === undefined ? `there are ${known.join(', ')}` : `is ${nearest} meant?`;
}

/** The keys that a schema knows at a place; of several forms, all. */
function knownKeys(schema: z.core.JSONSchema.BaseSchema, path: Path): string[] {
  const [key, ...rest] = path;
  const forms = [schema, ...(schema.anyOf ?? [])];
  if (key === undefined)
    return forms.flatMap(({ properties, propertyNames }) => [
      ...Object.keys(properties ?? {}),
      ...wordsOf(propertyNames),
    ]);
  return forms.flatMap(({ properties, additionalProperties, items }) => {
    const inside = typeof key === 'number' ? [items].flat() : [properties?.[String(key)], additionalProperties];
    return inside.flatMap((each) => (typeof each === 'object' ? knownKeys(each, rest) : []));
  });
}

function wordsOf(names: z.core.JSONSchema._JSONSchema | undefined): string[] {
  return typeof names === 'object' ? (names.enum ?? []).filter((word) => typeof word === 'string') : [];
}
