import type { Finding } from './findings.js';
import { questionOf, type QuestionId } from './questions.js';

/** In words: what came out, and the details. */
export function sentence(id: QuestionId, { basis, result, detail }: Finding): string {
  if (basis === 'not-tried' || result === undefined) return detail ?? '';
  const told = questionOf(id).words[result] ?? result;
  // Who only declares has refused nothing.
  const words = basis === 'declared' ? told.replace(/: refused$/, '') : told;
  return detail === undefined || detail === '' ? words : `${words} (${detail})`;
}
