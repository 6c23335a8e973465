import { answer, toldScores, type Answer, type Told } from './imagine-answers.js';
import { imagineAsked, type Asked } from './imagine-asked.js';
import { imagineDiaries } from './imagine-diaries.js';
import { imagineHours } from './imagine-hours.js';
import { imagineOtherMeasures } from './imagine-other-measures.js';
import { measures } from './measures.js';
import type { Random } from './random.js';
import type { Score } from './story.js';

/**
 * All that a course's patient is asked: pain and disability as a matter of routine, and what some are asked besides, each
 * from a source of chance of its own.
 */
export function imagineScores(chanceOf: (aspect: string) => Random, random: Random, plan: Told): readonly Score[] {
  const { visits, isPlain } = plan;
  const asked = imagineAsked(random, visits, isPlain);
  const routine = toldScores(random, { ...plan, name: `SCR${plan.name}` }, imagineRoutine(random, asked, isPlain));
  if (isPlain) return routine;
  const more = { hours: imagineHours, diary: imagineDiaries, measures: imagineOtherMeasures };
  return [
    ...routine,
    ...Object.entries(more).flatMap(([name, imagine]) => {
      const own = chanceOf(name);
      return toldScores(own, { ...plan, name: `SCR${plan.name}-${name}` }, imagine(own, visits, asked));
    }),
  ];
}

function imagineRoutine(random: Random, asked: readonly Asked[], isPlain: boolean): readonly Answer[] {
  const base = { nrs: random.normal(measures.nrs.usual, 1), odi: random.normal(measures.odi.usual, 9) };
  const startsWithout = !isPlain && random.chance(0.005);
  return asked.flatMap((one) => {
    const isOdiAsked = isPlain || random.chance(0.9);
    const nrs = answer(random, one, 'nrs', startsWithout ? 0 : base.nrs);
    return isOdiAsked ? [nrs, answer(random, one, 'odi', base.odi)] : [nrs];
  });
}
