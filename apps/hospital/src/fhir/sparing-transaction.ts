import { failedEntry, type BundleEntry } from './bundle-entries.js';
import { FhirError } from './fhir-error.js';
import { refusalOf } from './refused-entry.js';

/**
 * A transaction as no server should run it: entries that are refused stand as failed in the response, and the others
 * hold. What refers to a refused record can't hold either, and is refused with it.
 */
export function runSparing(
  entries: readonly BundleEntry[],
  run: (entries: readonly BundleEntry[]) => readonly string[],
): readonly string[] {
  const refused = new Map<number, FhirError>();
  for (const entry of entries) {
    const refusal = refusalOf(entry);
    if (refusal !== undefined) refused.set(entry.index, refusal);
  }
  if (refused.size === 0) return run(entries);
  const answerOf = (answers: readonly string[], index: number) => {
    const refusal = refused.get(index);
    return refusal === undefined ? (answers[index] ?? '') : failedEntry(refusal);
  };
  // Each round either ends or refuses one entry more.
  for (;;) {
    try {
      const answers = run(entries.filter(({ index }) => !refused.has(index)));
      return entries.map(({ index }) => answerOf(answers, index));
    } catch (error) {
      if (!(error instanceof FhirError) || error.entry === undefined) throw error;
      refused.set(error.entry, error);
    }
  }
}
