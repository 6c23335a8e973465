import { addDays, type Day } from '../calendar.js';
import { lastDay } from '../last-day.js';
import type { Random } from '../random.js';
import type { Response } from './response.js';

/**
 * When the clinic asks again, how many of the reference patients answer, and within how many days at most: on the phone, most on
 * the day or the next. Were their days scattered, a few of them would decide where the curve of relief falls.
 */
const rounds = [
  { day: 7, answered: 0.93, late: 1 },
  { day: 14, answered: 0.93, late: 1 },
  { day: 42, answered: 0.91, late: 2 },
  { day: 91, answered: 0.87, late: 3 },
  { day: 182, answered: 0.83, late: 4 },
  { day: 365, answered: 0.78, late: 6 },
  { day: 730, answered: 0.7, late: 8 },
] as const;

/** From this round on, who was not helped answers less. */
const firstTold = 42;
/** Of each round, how many never answer again. */
const lost = 0.04;

/** A questionnaire that was sent, and what became of it. */
export interface Round {
  /** Days after the treatment. */
  readonly day: number;
  readonly date: Day;
  readonly fate: 'answered' | 'asked-declined' | 'not-asked' | 'silent';
}

export interface Asked {
  readonly day: Day;
  /** Of the next treatment, or death: nobody asks any more. */
  readonly end: Day | undefined;
  readonly response: Response;
  readonly age: number;
  /** How readily the patient answers, in log odds. */
  readonly diligence: number;
}

/**
 * The rounds after one treatment. Whether somebody answers depends on whether the treatment helped at some time, on age and
 * on the person, and never on how the pain is on that day: rates of those who answered are too good, curves of relief are not.
 */
export function imagineRounds(random: Random, { day, end, response, age, diligence }: Asked): readonly Round[] {
  let isLost = false;
  return rounds.flatMap((round): readonly Round[] => {
    const delay = random.chance(0.5) ? random.int(0, 1) : random.int(0, round.late);
    isLost ||= random.chance(lost);
    const isUnhelped = response.relief === undefined && round.day >= firstTold;
    const logOdds =
      Math.log(round.answered / (1 - round.answered)) +
      diligence +
      (isUnhelped ? -0.9 : 0) +
      (age < 40 ? -0.5 : age >= 60 ? 0.3 : 0);
    const isAnswered = random.chance(1 / (1 + Math.exp(-logOdds)));
    const drawn = random.weighted({ silent: 55, 'asked-declined': 25, 'not-asked': 20 });
    const date = addDays(day, round.day + delay);
    if (date > lastDay || (end !== undefined && date >= end)) return [];
    return [{ day: round.day + delay, date, fate: isLost ? 'silent' : isAnswered ? 'answered' : drawn }];
  });
}
