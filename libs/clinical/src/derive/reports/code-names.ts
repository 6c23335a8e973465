import type { Code } from '@ilium/contracts';

/** Longer than any code of the systems that we read; sentences and names have spaces. */
const codeShape = /^\S{1,40}$/;

/**
 * How a work item names codes that no table knows: a code is shown, words are not. Sources write free text where a code
 * belongs, and free text may be about the patient, so what may be words is named by its field only.
 */
export function codeNames(field: string, codes: readonly (Code | null | undefined)[]): string {
  const names = codes.filter((code) => code !== null && code !== undefined);
  const shown = names.map(({ code }) => (codeShape.test(code) ? code : field));
  return [...new Set(shown)].join(' ') || 'no code';
}
