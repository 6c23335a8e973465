import { addDays, type Day } from './calendar.js';
import { imagineComplications } from './imagine-complications.js';
import { imagineCircumstances, imaginePerson, uneventful } from './imagine-person.js';
import { imagineScores } from './imagine-scores.js';
import { imagineVisit } from './imagine-visit.js';
import { lastDay } from './last-day.js';
import { injectionPlot, neighbourPlot, plainPlot, type Plot } from './plots.js';
import { Random } from './random.js';
import type { Bystander, Course, Visit } from './story.js';
import type { VisitPlan } from './visit-plan.js';

/** The course of an index, whatever the size of the feed. Course 0 is a plain one, with a follow-up on the last day. */
export function imagineCourse(seed: number, index: number): Course {
  // Each aspect has a source of chance of its own, so that a new one changes nothing else of a course.
  const chanceOf = (aspect: string) => new Random(aspect, seed, index);
  const random = chanceOf('course');
  const name = `${seed}-${String(index).padStart(6, '0')}`;
  const isPlain = index === 0;
  const injection = isPlain ? plainPlot : injectionPlot(random);
  const plot = (isPlain ? undefined : neighbourPlot(chanceOf('neighbour'))) ?? injection;
  const firstDay = isPlain ? addDays(lastDay, -14) : imagineFirstDay(random);
  const quirk = isPlain ? 'none' : random.weighted({ none: 91, 'second-record': 4, 'wrong-chart': 3, withdrawn: 2 });
  const names = chanceOf('names');
  const patient = imaginePerson(random, names, name);
  const secondRecord = quirk === 'second-record' ? { ...patient, mrn: `SIM-${name}-B` } : undefined;
  const chances = { steps: chanceOf('steps'), bills: chanceOf('bills') };
  const visits = imagineVisits(random, { ...chances, name, plot, firstDay, quirk, isPlain });
  const [firstVisit] = visits;
  const wrongChart =
    quirk === 'wrong-chart'
      ? imagineWrongChart(random, { moves: chanceOf('moves'), names }, name, firstVisit)
      : undefined;
  const circumstances = isPlain ? uneventful : imagineCircumstances(chanceOf('person'), visits);
  const isInLife = ({ day }: { readonly day: Day }) => day <= (circumstances.deathDay ?? lastDay);
  const isMistaken = !isPlain && chanceOf('namesake').chance(0.01);
  const hasSecondRecord = secondRecord !== undefined;
  const complications = isPlain ? [] : imagineComplications(chanceOf('complications'), name, visits);
  return {
    ...circumstances,
    index,
    patient,
    secondRecord,
    wrongChart,
    namesake: isMistaken ? { ...patient, mrn: `SIM-${name}-N` } : undefined,
    visits,
    scores: imagineScores(chanceOf, random, { name, visits, isPlain, hasSecondRecord }).filter(isInLife),
    complications: complications.filter(isInLife),
    codeStyle: random.pick(['fhir', 'v2']),
    hasDemographics: random.chance(0.25),
  };
}

function imagineWrongChart(
  random: Random,
  { moves, names }: { readonly moves: Random; readonly names: Random },
  name: string,
  firstVisit: Visit | undefined,
): Bystander | undefined {
  if (firstVisit === undefined) return undefined;
  return {
    person: imaginePerson(random, names, `${name}-X`),
    visitNumber: `V${name}-X`,
    how: wayOut(moves, firstVisit),
  };
}

/** Only what names its visit can be moved with it. */
function wayOut(random: Random, { tellsNumber }: Visit): Bystander['how'] {
  const drawn = random.weighted({ rewritten: 50, moved: 35, 'moved-and-back': 15 });
  return tellsNumber ? drawn : 'rewritten';
}

/** Mostly within the last thousand days, so that windows of every kind are open, closed and still to come. */
function imagineFirstDay(random: Random): Day {
  const isLongAgo = random.chance(0.03);
  return addDays(lastDay, -(isLongAgo ? random.int(1_100, 3_400) : random.int(0, 1_000)));
}

interface Schedule {
  readonly name: string;
  readonly plot: Plot;
  readonly firstDay: Day;
  readonly quirk: 'none' | 'second-record' | 'wrong-chart' | 'withdrawn';
  readonly isPlain: boolean;
  readonly steps: Random;
  readonly bills: Random;
}

function imagineVisits(
  random: Random,
  { name, plot, firstDay, quirk, isPlain, steps, bills }: Schedule,
): readonly Visit[] {
  const visits: Visit[] = [];
  let day = firstDay;
  for (const { procedure, beside, kind, after } of plot) {
    day = addDays(day, random.int(...after));
    if (day > lastDay) break;
    const plan: VisitPlan = {
      procedure,
      beside,
      kind,
      name: `${name}-${visits.length + 1}`,
      day,
      isPlain,
      record:
        quirk === 'second-record' && (visits.length === 0 ? random.chance(0.8) : random.chance(0.2))
          ? 'second'
          : 'patient',
      isWithdrawn: quirk === 'withdrawn' && visits.length === 0 && plot.length === 1,
      // What has to be moved to another chart is told by one system only.
      isToldOnce: quirk === 'wrong-chart' || quirk === 'withdrawn',
      steps,
      bills,
    };
    visits.push(imagineVisit(random, plan));
  }
  return visits;
}
