import { describe, expect, test } from '@jest/globals';
import { defaultRules, type Rules } from '../../rules.js';
import {
  cpt27096,
  injectionDay,
  intraArticular,
  leftInjection,
  nrs,
  ofProcedure,
  rxnorm,
} from '../../testing/contents.js';
import { derived } from '../../testing/derived.js';
import { administration, procedure, score } from '../../testing/events.js';

/** No code of a sedative was verified: sites map their own. */
const rules: Rules = { ...defaultRules, codes: { drugs: [{ code: 'FENT', as: { system: 'ilium', code: 'opioid' } }] } };
const at = (time: string) => `${injectionDay}T${time}:00-04:00`;

const block = [
  procedure({ id: '1' }, { ...leftInjection, codes: [cpt27096] }),
  administration(
    { id: 'MED-1' },
    {
      medication: [rxnorm('6387')],
      status: 'completed',
      route: intraArticular,
      start: at('10:10'),
      ...ofProcedure('1'),
    },
  ),
  score({ id: 'S1' }, nrs(8, at('09:50'))),
  score({ id: 'S2' }, nrs(1, at('10:45'))),
];
const fentanyl = (start: string) =>
  administration({ id: 'MED-2' }, { medication: [{ code: 'FENT' }], status: 'completed', start });

const answers = (...more: readonly ReturnType<typeof fentanyl>[]) =>
  derived([...block, ...more], injectionDay, rules).results.flatMap((one) =>
    one.kind === 'block' ? [one.result.doubt ?? one.result.answer] : [],
  );

describe('clinical rule 17: sedation dulls all pain, whatever it is tied to', () => {
  test('an opioid in the hours of the scores that names no procedure makes the block indeterminate', () => {
    expect(answers()).toEqual(['positive']);
    expect(answers(fentanyl(at('09:58')))).toEqual(['sedation-or-opioid']);
  });

  test.each([at('20:00'), '2026-03-13', '2026-03'])('one of %s says nothing of it', (start) => {
    expect(answers(fentanyl(start))).toEqual(['positive']);
  });

  test('one of the day without a clock time may have been in those hours', () => {
    expect(answers(fentanyl(injectionDay))).toEqual(['sedation-or-opioid']);
  });
});
