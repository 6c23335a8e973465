import type { z } from 'zod';

type Issues = { readonly [Code in z.core.$ZodIssueCode]: Extract<z.core.$ZodIssue, { code: Code }> };

/**
 * What was expected, in words that come from the schema alone. `unrecognized_keys` tells no names: what stands in the
 * place of a field's name may be about a patient.
 */
const expectations: { readonly [Code in keyof Issues]: (issue: Issues[Code]) => string } = {
  custom: ({ message }) => message,
  invalid_element: () => 'invalid element',
  invalid_format: ({ format }) => `${format} expected`,
  invalid_key: () => 'invalid key',
  invalid_type: ({ expected }) => `${expected} expected`,
  invalid_union: ({ message }) => message,
  invalid_value: ({ values }) => `${values.map(String).join(' or ')} expected`,
  not_multiple_of: ({ divisor }) => `a multiple of ${divisor} expected`,
  too_big: ({ maximum }) => `at most ${maximum} expected`,
  too_small: ({ minimum }) => `at least ${minimum} expected`,
  unrecognized_keys: ({ keys }) => `${keys.length} not known to this version`,
};

const mostPlaces = 10;

/**
 * Where a schema was broken and how, e.g. `data.patient.value: invalid_type, string expected`. Never a value: values
 * may be about a patient. The messages of `refine` and `union` are printed, so they have to be fixed texts.
 */
export function pathsOf(error: z.ZodError, prefix = ''): string {
  const places = error.issues.map((issue) => {
    const path = [prefix, ...issue.path.map(String)].filter((part) => part !== '').join('.');
    return `${path === '' ? '(root)' : path}: ${issue.code}, ${expectationOf(issue)}`;
  });
  return [...new Set(places)].slice(0, mostPlaces).join('; ');
}

function expectationOf<Code extends keyof Issues>(issue: Issues[Code] & { readonly code: Code }): string {
  return expectations[issue.code](issue);
}
