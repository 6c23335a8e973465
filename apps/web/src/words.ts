import type { AwayReason, MeasureCode, OutcomeStatus, ProcedureType, RecordState } from '@ilium/contracts';

/** What the page calls the things that the services have codes for. */

export const procedureNames: Record<ProcedureType, string> = {
  'si-joint-injection': 'SI joint injection',
  'si-nerve-block': 'SI nerve block',
  'si-joint-rfa': 'SI radiofrequency ablation',
  'si-joint-fusion': 'SI joint fusion',
  'facet-injection': 'Facet injection',
  'medial-branch-block': 'Medial branch block',
  'facet-or-medial-branch-block': 'Facet injection or medial branch block',
  'facet-rfa': 'Facet radiofrequency ablation',
  'epidural-injection': 'Epidural injection',
  mixed: 'Several types in one session',
};

export const measureNames: Record<MeasureCode, string> = {
  nrs: 'Pain (NRS, 0 to 10)',
  vas: 'Pain (VAS, 0 to 100 mm)',
  'bpi-interference': 'Pain interference (BPI, 0 to 10)',
  peg: 'Pain, enjoyment, activity (PEG, 0 to 10)',
  odi: 'Disability (ODI, 0 to 100 %)',
  'promis-physical-health': 'Physical health (PROMIS-10, T-score)',
  'promis-mental-health': 'Mental health (PROMIS-10, T-score)',
  'promis-pain-interference': 'Pain interference (PROMIS, T-score)',
  'promis-physical-function': 'Physical function (PROMIS, T-score)',
  'eq-5d-index': 'Quality of life (EQ-5D index)',
  'eq-vas': 'Health (EQ-VAS, 0 to 100)',
  pgic: 'Global impression of change (PGIC)',
  'stated-relief': 'Relief stated by the patient (%)',
  'stated-duration': 'Duration of relief stated by the patient',
  'start-back': 'Risk of persistent pain (STarT Back)',
};

const windowNames: Record<string, string> = {
  '30MIN': '30 minutes',
  '4H': '4 hours',
  '24H': '24 hours',
  W1: '1 week',
  W2: '2 weeks',
  W6: '6 weeks',
  M3: '3 months',
  M6: '6 months',
  M12: '12 months',
  M24: '24 months',
};

/** `W6` → `6 weeks`, `Y3` → `3 years`. */
export function windowName(code: string): string {
  const years = /^Y(\d+)$/.exec(code)?.[1];
  return windowNames[code] ?? (years === undefined ? code : `${years} years`);
}

const windowOrder = Object.keys(windowNames);

const procedureOrder = Object.keys(procedureNames);

/** SI joint injections first: they are what this is for. */
export function byProcedure(a: ProcedureType, b: ProcedureType): number {
  return procedureOrder.indexOf(a) - procedureOrder.indexOf(b);
}

/** Earlier windows first, years after them. */
export function byWindow(a: { readonly window: string }, b: { readonly window: string }): number {
  return placeOf(a.window) - placeOf(b.window);
}

function placeOf(window: string): number {
  const place = windowOrder.indexOf(window);
  return place >= 0 ? place : windowOrder.length + Number(window.slice(1));
}

export const statusNames: Record<OutcomeStatus, { readonly name: string; readonly meaning: string }> = {
  observed: { name: 'Observed', meaning: 'a score was given in the window' },
  open: { name: 'Open', meaning: 'the window has not closed yet' },
  missing: { name: 'Missing', meaning: 'the window closed without a score' },
  superseded: { name: 'Superseded', meaning: 'another intervention came first' },
};

export const recordStateNames: Record<RecordState, { readonly name: string; readonly meaning: string }> = {
  delivered: { name: 'Delivered', meaning: 'the server has the newest revision' },
  pending: { name: 'Pending', meaning: 'to be sent' },
  waiting: { name: 'Waiting', meaning: 'refers to a record that is not there yet' },
  refused: { name: 'Refused', meaning: 'the server does not take it: a person must look' },
  native: { name: 'Native', meaning: 'the server keeps the original' },
  'outcome-unknown': {
    name: 'Outcome unknown',
    meaning: 'may have been created, and can not be found for sure: a person must look',
  },
  'by-hand': { name: 'By hand', meaning: 'the server takes no corrections: a person must make it there' },
  kept: { name: 'Kept here', meaning: 'not meant for this server' },
};

export const awayNames: Record<AwayReason, string> = {
  unreachable: 'it cannot be reached',
  'no-answer-in-time': 'it does not answer in time',
  error: 'it answers with an error',
  unreadable: 'its answer cannot be read',
};

const fateReasons: Record<string, string> = {
  duplicate: 'the same message again',
  superseded: 'a newer revision is known',
  'not-ours': 'not meant for this service',
  type: 'a type that nothing is made of',
  acknowledgement: 'an acknowledgement',
  echo: 'what we wrote ourselves',
  'unknown-observation': 'an observation that nobody knows',
  'not-readable': 'can not be read',
  charset: 'its character set is not known',
  'too-large': 'too large',
  incomplete: 'without an end',
  'lacks-field': 'lacks a required field',
  empty: 'no content',
  'not-json': 'not JSON',
  'not-a-cloud-event': 'not a CloudEvent',
  'unknown-type': 'unknown type',
  'unknown-version': 'unknown version',
  'schema-violation': 'breaks its schema',
  'id-reused': 'id used twice for different content',
  'database-refused': 'refused by the database',
  'unknown-site': 'of a site that has no target',
  'handler-error': 'failed while handled',
};

/** `parked:not-json` → { fate: 'parked', words: 'not JSON' } */
export function fateReason(code: string): { readonly fate: string; readonly words: string } {
  const [fate = '', reason = ''] = code.split(':');
  return { fate, words: fateReasons[reason] ?? reason };
}
