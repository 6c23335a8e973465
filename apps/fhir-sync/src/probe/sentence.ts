import type { Finding } from './findings.js';
import { questionOf, type QuestionId } from './questions.js';

/** In words: what came out, and the details. */
export function sentence(id: QuestionId, { basis, result, detail }: Finding): string {
  if (basis === 'not-tried' || result === undefined) return detail ?? '';
  const words = questionOf(id).words[result] ?? result;
  return detail === undefined || detail === '' ? words : `${words} (${detail})`;
}
