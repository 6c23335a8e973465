import { expect, test } from '@jest/globals';
import { defaultRules } from '../../rules.js';
import { injectionDay } from '../../testing/contents.js';
import { pain, treatment } from '../../testing/courses.js';
import { plainIds } from '../../testing/plain-ids.js';
import { stepsIn } from '../../testing/sessions.js';
import { seriesOf } from './episodes.js';
import { addDays } from '../reports/moments.js';
import { outcomesOf } from './outcomes.js';
import { readScores } from './scores.js';
import { sessionsOf } from '../sessions/sessions.js';

test('the session of a score is looked up once, however many sessions there are', () => {
  const onDay = (day: number) => addDays(injectionDay, day);
  const events = Array.from({ length: 20 }, (_, index) => [
    ...treatment(`${index}`, { performed: onDay(index * 30), performedEnd: undefined }),
    pain(4, index * 30 + 7),
  ]);
  const person = { isDead: false, birthDay: undefined, deathDay: undefined };
  const steps = stepsIn(events.flat());
  const sessions = sessionsOf(steps, defaultRules, plainIds);
  const { scores } = readScores(steps.scores, sessions, person, defaultRules, plainIds);
  let lookUps = 0;
  const counting = scores.map((score) => ({
    ...score,
    get named() {
      lookUps += 1;
      return score.named;
    },
  }));
  const { series } = seriesOf(sessions, counting, person, defaultRules, plainIds);
  const { outcomes } = outcomesOf(series, defaultRules, onDay(700), plainIds);
  expect(outcomes.filter(({ status }) => status === 'observed')).toHaveLength(20);
  expect(lookUps).toBe(20);
});
