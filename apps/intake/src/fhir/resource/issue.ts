import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';
import { pathsOf } from '@ilium/contracts';
import { z } from 'zod';

/** FHIR issue types that the door uses. */
export type IssueCode =
  | 'invalid'
  | 'structure'
  | 'required'
  | 'value'
  | 'not-found'
  | 'not-supported'
  | 'security'
  | 'too-long'
  | 'transient'
  | 'exception'
  | 'business-rule'
  | 'informational';

/** What is wrong, and where, by the FHIRPath of the element. Its text never holds what stood there. */
export interface Issue {
  readonly severity: 'error' | 'warning' | 'information';
  readonly code: IssueCode;
  readonly diagnostics: string;
  readonly expression?: string | undefined;
}

export function fault(code: IssueCode, diagnostics: string, expression?: string): Issue {
  return { severity: 'error', code, diagnostics, expression };
}

export function warning(code: IssueCode, diagnostics: string, expression?: string): Issue {
  return { severity: 'warning', code, diagnostics, expression };
}

export function note(diagnostics: string): Issue {
  return { severity: 'information', code: 'informational', diagnostics };
}

export function operationOutcome(issues: readonly Issue[]): OperationOutcome {
  const told = issues.length === 0 ? [note('Taken.')] : issues;
  return {
    resourceType: 'OperationOutcome',
    issue: told.map(({ severity, code, diagnostics, expression }): OperationOutcomeIssue => ({
      severity,
      code,
      diagnostics,
      ...(expression === undefined ? {} : { expression: [expression] }),
    })),
  };
}

const mostIssues = 20;

/** Names of elements are FHIR's own; anything else in a path may be about a patient. */
const elementName = /^[a-z_][A-Za-z]{0,63}$/;

/** `Observation`, `['component', 0, 'valueQuantity']` → `Observation.component[0].valueQuantity` */
export function expressionOf(root: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>((expression, part) => {
    if (typeof part === 'number') return `${expression}[${part}]`;
    return elementName.test(String(part)) ? `${expression}.${String(part)}` : expression;
  }, root);
}

/** What a schema found wrong, as issues. */
export function issuesOf(error: z.ZodError, root: string): readonly Issue[] {
  return error.issues.slice(0, mostIssues).map((one) => {
    const isAbsent = one.code === 'invalid_type' && one.message.endsWith('undefined');
    const said = pathsOf(new z.ZodError([{ ...one, path: [] }])).replace('(root): ', '');
    return isAbsent
      ? fault('required', 'The element has to be there.', expressionOf(root, one.path))
      : fault('invalid', `The element can't be read: ${said}.`, expressionOf(root, one.path));
  });
}

/** The same issue, its element seen from the bundle: `Observation.status` → `Bundle.entry[2].resource.status`. */
export function inEntry(issue: Issue, index: number): Issue {
  const place = `Bundle.entry[${index}]`;
  const element = /^[A-Z][A-Za-z]*(?<rest>[.[].*)?$/.exec(issue.expression ?? '');
  const isOfBundle = issue.expression?.startsWith('Bundle.') === true;
  if (isOfBundle) return issue;
  return {
    ...issue,
    expression: element === null ? place : `${place}.resource${element.groups?.['rest'] ?? ''}`,
  };
}
