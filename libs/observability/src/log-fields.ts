import { describeError } from './describe-error.js';

/**
 * The fields that a log line may have. Anything else is dropped, and so is a value of another shape than stated:
 * patient data can't reach a log by being handed to it. To add a field, add a row.
 */
const fieldShapes = {
  // what
  topic: 'token',
  partition: 'number',
  offset: 'number',
  groupId: 'token',
  clientId: 'token',
  fate: 'token',
  reason: 'token',
  check: 'token',
  state: 'token',
  operation: 'token',
  signal: 'token',
  migration: 'token',
  schema: 'token',
  day: 'token',
  context: 'token',
  version: 'token',
  site: 'token',
  door: 'token',
  source: 'token',
  target: 'token',
  // how much
  count: 'number',
  received: 'number',
  done: 'number',
  skipped: 'number',
  parked: 'number',
  pending: 'number',
  changed: 'number',
  lag: 'number',
  bytes: 'number',
  rows: 'number',
  attempt: 'number',
  statusCode: 'number',
  exitCode: 'number',
  port: 'number',
  // how long
  durationMs: 'number',
  waitMs: 'number',
  // where
  url: 'origin',
  host: 'token',
  // why
  error: 'error',
} as const;

type Shape = (typeof fieldShapes)[keyof typeof fieldShapes];
interface ShapeTypes {
  token: string;
  number: number | bigint;
  origin: string;
  error: unknown;
}

/** The fields of a log line, each optional. */
export type LogFields = {
  readonly [Name in keyof typeof fieldShapes]?: ShapeTypes[(typeof fieldShapes)[Name]] | undefined;
};

const read: Record<Shape, (value: unknown) => unknown> = {
  token: (value) => (typeof value === 'string' && /^[\w.:@/+-]{1,128}$/.test(value) ? value : undefined),
  number: (value) => (typeof value === 'bigint' ? value.toString() : Number.isFinite(value) ? value : undefined),
  origin: (value) => (typeof value === 'string' && URL.canParse(value) ? new URL(value).origin : undefined),
  error: (value) => describeError(value),
};

/** What of `fields` may be written. */
export function allowedFields(fields: object): Record<string, unknown> {
  const allowed: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(fields)) {
    const shape = Object.hasOwn(fieldShapes, name) ? fieldShapes[name as keyof typeof fieldShapes] : undefined;
    const safe = shape === undefined || value === undefined ? undefined : read[shape](value);
    if (safe !== undefined) allowed[name] = safe;
  }
  return allowed;
}
