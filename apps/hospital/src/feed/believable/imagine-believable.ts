import { addDays, type Day } from '../calendar.js';
import { toldScores, type Told } from '../imagine-answers.js';
import { imagineComplications } from '../imagine-complications.js';
import { imagineCircumstances, imaginePerson } from '../imagine-person.js';
import { imagineVisit } from '../imagine-visit.js';
import { lastDay } from '../last-day.js';
import type { PlannedVisit } from '../plots.js';
import { Random } from '../random.js';
import type { Course, Score } from '../story.js';
import { imagineRounds } from './follow-up.js';
import { circumstanceOf, imagineHow } from './how.js';
import { furtherTreatment, imaginePath, positiveBlocks } from './paths.js';
import { ageOn, imaginePatient, type Patient } from './patient.js';
import { imagineResponse } from './response.js';
import {
  gapBefore,
  imagineBaseline,
  imagineDiary,
  imagineFollowUps,
  imagineHours,
  imagineValues,
  type Stay,
} from './scores.js';

/** A course, and what of it shows in nothing that is told. */
export interface Believable {
  readonly course: Course;
  readonly stays: readonly Stay[];
  /** Scores before the first treatment. */
  readonly base: Patient['base'];
}

type Chances = (aspect: string) => Random;
type Quirk = 'none' | 'second-record' | 'wrong-chart';

/** The course of an index, as a clinic might have it; everything is synthetic all the same. */
export function imagineBelievable(seed: number, index: number): Believable {
  const chanceOf: Chances = (aspect) => new Random('believable', aspect, seed, index);
  const random = chanceOf('course');
  // Nobody of the profile `varied` has such a number: a hospital may have sent both.
  const name = `B${seed}-${String(index).padStart(6, '0')}`;
  const firstDay = imagineFirstDay(random);
  const quirk: Quirk = random.weighted({ none: 965, 'second-record': 20, 'wrong-chart': 15 });
  const patient = imaginePatient(chanceOf('person'), name, firstDay);
  const begun = imagineStays(chanceOf, { name, firstDay, quirk, patient });
  const visits = begun.map(({ visit }) => visit);
  const circumstances = { ...imagineCircumstances(chanceOf('circumstances'), visits), history: patient.history };
  const { deathDay } = circumstances;
  const rounds = chanceOf('rounds');
  const stays = begun.map((stay, place) => withRounds(rounds, stay, patient, endOf(begun, place, deathDay)));
  const isInLife = ({ day }: { readonly day: Day }) => day <= (deathDay ?? lastDay);
  const hasSecondRecord = quirk === 'second-record';
  const told: Told = { name, visits, isPlain: false, hasSecondRecord };
  return {
    stays,
    base: patient.base,
    course: {
      ...circumstances,
      index,
      series: 'believable/',
      patient: patient.person,
      secondRecord: hasSecondRecord ? { ...patient.person, mrn: `SIM-${name}-B` } : undefined,
      wrongChart:
        quirk === 'wrong-chart'
          ? {
              person: imaginePerson(chanceOf('bystander'), chanceOf('names'), `${name}-X`),
              visitNumber: `V${name}-X`,
              how: visits[0]?.tellsNumber === true ? random.pick(['rewritten', 'moved']) : 'rewritten',
            }
          : undefined,
      namesake: undefined,
      visits,
      scores: imagineScores(chanceOf, told, stays, patient).filter(isInLife),
      complications: imagineComplications(chanceOf('complications'), name, visits).filter(isInLife),
      codeStyle: random.pick(['fhir', 'v2']),
      hasDemographics: random.chance(0.97),
    },
  };
}

/** In the last two and a half years, a little more often from year to year. */
function imagineFirstDay(random: Random): Day {
  return addDays(lastDay, -Math.floor(920 * random.next() ** 1.15));
}

interface Planned {
  readonly name: string;
  readonly firstDay: Day;
  readonly quirk: Quirk;
  readonly patient: Patient;
}

const mostVisits = 6;

function imagineStays(chanceOf: Chances, { name, firstDay, quirk, patient }: Planned): readonly Stay[] {
  const [random, responses, how] = [chanceOf('visits'), chanceOf('responses'), chanceOf('how')];
  const [steps, bills] = [chanceOf('steps'), chanceOf('bills')];
  const stays: Stay[] = [];
  const planned: PlannedVisit[] = [...imaginePath(random)];
  let day = firstDay;
  for (let next = planned.shift(); next !== undefined && stays.length < mostVisits; next = planned.shift()) {
    const { procedure, kind, after } = next;
    day = stays.length === 0 ? firstDay : addDays(day, random.int(...after));
    if (day > lastDay) break;
    const visit = imagineHow(
      how,
      imagineVisit(random, {
        ...{ procedure, kind, day, steps, bills, beside: undefined, isPlain: false, isWithdrawn: false },
        name: `${name}-${stays.length + 1}`,
        record: quirk === 'second-record' && stays.length === 0 ? 'second' : 'patient',
        isToldOnce: quirk === 'wrong-chart',
      }),
    );
    const timesBefore = stays.filter((one) => one.response !== undefined && one.visit.procedure === procedure).length;
    const isSelected = stays.some(
      ({ isPositive, visit: { acts } }) => isPositive && acts[0].steps.intent === 'diagnostic',
    );
    const about = circumstanceOf(visit, patient, { isSelected, isRepeat: timesBefore > 0 });
    const response = kind === 'therapeutic' ? imagineResponse(responses, procedure, about) : undefined;
    const isPositive = responses.chance(positiveBlocks);
    stays.push({ visit, response, isPositive, rounds: [] });
    if (kind === 'diagnostic' && !isPositive) break;
    if (response !== undefined) planned.push(...furtherTreatment(random, { procedure, response, timesBefore }));
  }
  return stays;
}

/** The next treatment, or death. */
function endOf(stays: readonly Stay[], place: number, deathDay: Day | undefined): Day | undefined {
  const next = stays[place + 1]?.visit.day;
  return [next, deathDay].filter((day) => day !== undefined).sort()[0];
}

function withRounds(random: Random, stay: Stay, { person, base, diligence }: Patient, end: Day | undefined): Stay {
  const { visit, response } = stay;
  if (response === undefined || visit.status !== 'completed') return stay;
  const age = ageOn(visit.day, person);
  return {
    ...stay,
    rounds: imagineRounds(random, { day: visit.day, end, response, age, diligence }).map((round) => ({
      ...round,
      values: imagineValues(random, response, round.day, base),
    })),
  };
}

function imagineScores(chanceOf: Chances, told: Told, stays: readonly Stay[], { base }: Patient): readonly Score[] {
  const [answers, hours, diaries] = [chanceOf('answers'), chanceOf('hours'), chanceOf('diary')];
  const all = stays.flatMap((stay, place) => {
    const gap = gapBefore(stay.visit, stays[place - 1]?.visit);
    if (stay.visit.status === 'not-done' || stay.visit.status === 'billed') return [];
    return [
      ...imagineBaseline(answers, stay, place, gap, base),
      ...imagineFollowUps(answers, stay, place),
      ...imagineHours(hours, stay, place, base),
      ...imagineDiary(diaries, stay, place, base, endOf(stays, place, undefined)),
    ];
  });
  return toldScores(chanceOf('telling'), { ...told, name: `SCR${told.name}` }, all);
}
