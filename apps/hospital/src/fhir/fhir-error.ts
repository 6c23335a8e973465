import type { OperationOutcome } from '@medplum/fhirtypes';

/** FHIR issue types that this server uses. */
export type IssueCode =
  | 'invalid'
  | 'structure'
  | 'required'
  | 'value'
  | 'not-found'
  | 'deleted'
  | 'conflict'
  | 'duplicate'
  | 'multiple-matches'
  | 'business-rule'
  | 'not-supported'
  | 'too-long'
  | 'transient'
  | 'timeout'
  | 'throttled'
  | 'too-costly'
  | 'expired'
  | 'login'
  | 'forbidden'
  | 'exception'
  | 'informational';

/** A refusal: HTTP status, issue and, where known, the FHIRPath of the element. Its text never holds a value of a resource. */
export class FhirError extends Error {
  override readonly name = 'FhirError';

  constructor(
    readonly status: number,
    readonly code: IssueCode,
    message: string,
    readonly expression?: string,
    /** Place of the entry of a bundle that it is about. */
    readonly entry?: number,
  ) {
    super(message);
  }

  /** The same refusal, its element seen from the bundle: `Observation.status` → `Bundle.entry[2].resource.status`. */
  inEntry(index: number): FhirError {
    const element = /^[A-Z]\w*\.(.*)$/.exec(this.expression ?? '')?.[1];
    const entry = `Bundle.entry[${index}]`;
    const expression = element === undefined ? entry : `${entry}.resource.${element}`;
    return new FhirError(this.status, this.code, this.message, expression, index);
  }
}

export function operationOutcome(code: IssueCode, diagnostics: string, expression?: string): OperationOutcome {
  const severity = code === 'informational' ? 'information' : 'error';
  const place = expression === undefined ? {} : { expression: [expression] };
  return { resourceType: 'OperationOutcome', issue: [{ severity, code, diagnostics, ...place }] };
}
