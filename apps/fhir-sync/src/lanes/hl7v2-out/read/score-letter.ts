import type { DesiredRecord } from '@ilium/contracts';
import type { Letter } from '../queue/letter.js';
import { NotWritable } from '../write/not-writable.js';
import { readScore } from './score.js';

/** Undefined for what is no score. */
export function scoreLetter({ key, revision, resource }: DesiredRecord): Letter | undefined {
  const letter = { key, revision, isNew: true, isOver: resource['status'] === 'entered-in-error', members: [] };
  try {
    const score = readScore(resource);
    return score === undefined ? undefined : { ...letter, patient: score.patient, draft: score };
  } catch (error) {
    if (!(error instanceof NotWritable)) throw error;
    return { ...letter, patient: undefined, draft: undefined, fault: error.fault };
  }
}
