import type { OperationOutcome } from '@medplum/fhirtypes';
import type { Fault } from './fault.js';
import { faultsOf } from './faults-of.js';

/** `validation` of a target in the site file. */
export type ValidationPolicy = 'block' | 'warn' | 'pass';

export type Validation =
  | { readonly isSent: true; readonly faults: readonly Fault[] }
  | {
      readonly isSent: false;
      readonly faults: readonly Fault[];
      readonly reason: string;
      readonly outcome: OperationOutcome;
    };

/** What becomes of a record by the site's policy: kept back, sent with a note, or not looked at. */
export function validate(resource: { readonly resourceType: string }, policy: ValidationPolicy): Validation {
  const faults = policy === 'pass' ? [] : faultsOf(resource);
  const [first] = faults;
  if (policy !== 'block' || first === undefined) return { isSent: true, faults };
  return { isSent: false, faults, reason: `validation:${first.element}`, outcome: outcomeOf(faults) };
}

/** The faults in FHIR's words, as a server would say them. */
function outcomeOf(faults: readonly Fault[]): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: faults.map(({ element, rule, source }) => ({
      severity: 'error',
      code: 'invariant',
      expression: [element],
      diagnostics: `${rule}. It comes from: ${source}.`,
    })),
  };
}
