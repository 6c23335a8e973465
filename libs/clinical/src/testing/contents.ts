import type { Code, Report } from '@ilium/contracts';
import { orderNumber, procedureNumber, visitNumber } from './events.js';

/** Contents that most tests say: a left SI joint injection on 12 March 2026 in the visit V1, with its drugs and scores. */

export const cpt27096: Code = { system: 'C4', code: '27096' };
export const g0260: Code = { system: 'HCPCS', code: 'G0260' };
export const intraArticular: Code = { system: 'http://snomed.info/sct', code: '12130007' };

export const rxnorm = (code: string): Code => ({
  system: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  code,
});
export const triamcinolone = rxnorm('10759');

export const injectionDay = '2026-03-12';

/** An injection without a side. */
export const injection: Report<'procedure'> = {
  codes: [cpt27096],
  status: 'completed',
  performed: `${injectionDay}T10:05:00-04:00`,
  performedEnd: `${injectionDay}T10:23:00-04:00`,
  visit: visitNumber('V1'),
};
export const leftInjection: Report<'procedure'> = { ...injection, modifiers: ['LT'] };

/** 40 mg of triamcinolone into the joint, in the visit V1. */
export const steroid: Report<'administration'> = {
  medication: [triamcinolone],
  status: 'completed',
  route: intraArticular,
  dose: { value: 40, unit: 'mg' },
  start: `${injectionDay}T10:13:00-04:00`,
  visit: visitNumber('V1'),
};

export function nrs(value: number, effective: string, more: Report<'score'> = {}): Report<'score'> {
  return { measure: { system: 'http://loinc.org', code: '72514-3' }, value, effective, ...more };
}

export function odi(value: number, effective: string, more: Report<'score'> = {}): Report<'score'> {
  return { measure: { system: 'LN', code: '97909-6' }, value, effective, ...more };
}

/** What another feed says to name the procedure or the order that it is about. */
export const ofProcedure = (number: string) => ({ procedureIdentifier: procedureNumber(number) });
export const ofOrder = (number: string) => ({ orders: [orderNumber(number)] });
export const ofVisit = (number: string) => ({ visit: visitNumber(number) });
