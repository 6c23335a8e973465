import type { FigureDoubt } from '@ilium/contracts';
import { isDiary, type DiaryScore } from './diary.js';
import { reliefFrom } from './relief.js';
import { returnOfPain, type Diary, type DiaryRules, type MeasuredTime } from './return-of-pain.js';

/** Relief that holds for so many days running is the steroid's, and no good hour. Ours: no official source says. */
const daysRunning = 3;

/**
 * Clinical rule 18: the day on which the steroid set in: the first, from the day after the session on and after the day on
 * which the pain came back, that begins relief on every score of some days running. The same relief as everywhere: were
 * less enough here, pain could come back and the steroid set in with one score. Where the pain never came back, nobody can
 * tell the one drug from the other.
 */
export function steroidOnset<Scored extends DiaryScore>(diary: Diary<Scored>, rules: DiaryRules): MeasuredTime<Scored> {
  const kept = diary.scores.filter(({ day }) => day <= rules.diaryDays);
  const doubted = (doubt: FigureDoubt) => ({ result: { days: null, doubt }, from: kept });
  const isRelieved = reliefFrom(diary.baseline, rules.reliefPercent);
  if (typeof isRelieved === 'string') return doubted(isRelieved);
  if (!isDiary(kept, rules.diaryDays)) return doubted('no-diary');
  const { result, from } = returnOfPain(diary, rules);
  if (result.doubt === 'not-returned') return doubted('not-returned');
  const painDay = result.doubt === undefined ? Math.max(...from.map(({ day }) => day)) : 0;
  for (let day = painDay + 1; day + daysRunning - 1 <= rules.diaryDays; day += 1) {
    const run = kept.filter((score) => day <= score.day && score.day < day + daysRunning);
    if (run.every(isRelieved)) return { result: { days: day }, from: run };
  }
  return doubted('no-relief');
}
