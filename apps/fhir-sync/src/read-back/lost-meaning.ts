import type { OperationOutcome } from '@medplum/fhirtypes';
import type { Difference, Weight } from './difference.js';

/** A record that the server took without something that carries its meaning: as good as refused. */
export interface LostMeaning {
  readonly key: string;
  readonly revision: number;
  /** `read-back:` and the first element that is lost. */
  readonly reason: string;
  readonly differences: readonly Difference[];
}

export function lostMeaning(
  { key, revision }: { readonly key: string; readonly revision: number },
  differences: readonly Difference[],
): LostMeaning[] {
  const first = differences.find(({ weight }) => weight === 'meaning');
  return first === undefined ? [] : [{ key, revision, reason: `read-back:${first.element}`, differences }];
}

/** The heaviest; null where nothing differs. */
export function weightOfAll(differences: readonly Difference[]): Weight | null {
  if (differences.length === 0) return null;
  return differences.some(({ weight }) => weight === 'meaning') ? 'meaning' : 'detail';
}

const words = { missing: 'is not there', changed: 'says something else', added: 'was not sent' } as const;

/** What a server that says what it drops would have answered. */
export function outcomeOf(differences: readonly Difference[]): OperationOutcome {
  return {
    resourceType: 'OperationOutcome',
    issue: differences.map(({ element, kind, weight }) => ({
      severity: weight === 'meaning' ? 'error' : 'information',
      code: 'business-rule',
      expression: [element],
      diagnostics: `The server took the record; in what it returns, ${element} ${words[kind]}.`,
    })),
  };
}
