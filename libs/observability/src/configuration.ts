import { z } from 'zod';
import { ExplainedError } from './explained-error.js';

/** The environment as it comes in: names to texts. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Thrown when the environment can't be used. Names each variable, what is expected and the remedy, never a value. */
export class ConfigurationError extends ExplainedError {
  override readonly name = 'ConfigurationError';

  constructor(readonly faults: readonly string[]) {
    super(
      ['The configuration is not usable:', ...faults.map((fault) => `  ${fault}`)].join('\n'),
      'CONFIGURATION_INVALID',
    );
  }
}

/**
 * Reads a service's configuration: each key of `schema` is the name of an environment variable.
 * An empty variable counts as one that is not set. A key's `.describe(…)` is the remedy in the error message.
 */
export function readConfig<S extends z.ZodObject>(schema: S, env: Environment): Readonly<z.output<S>> {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const result = schema.safeParse(given);
  if (!result.success) throw new ConfigurationError(result.error.issues.map((issue) => fault(schema, given, issue)));
  return Object.freeze(result.data);
}

function fault(schema: z.ZodObject, given: Environment, issue: z.core.$ZodIssue): string {
  const name = String(issue.path[0] ?? '(several variables)');
  const state = given[name] === undefined ? 'is not set' : `has an unusable value (${issue.message})`;
  const remedy = schema.shape[name] instanceof z.ZodType ? schema.shape[name].description : undefined;
  return `${name} ${state}. ${remedy ?? `Set ${name} in the environment and start again.`}`;
}
