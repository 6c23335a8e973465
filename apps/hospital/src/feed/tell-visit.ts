import { addDays, localTime } from './calendar.js';
import { reported, type Moment, type ReportStatus, type Said, type Statement } from './statement.js';
import type { Act, Administration, Course, Person, Side, Visit } from './story.js';
import { agents, coded, identifier, terms } from './vocabulary.js';

/** In whose chart something is written, and under which visit number. */
interface Chart {
  readonly person: Person;
  readonly visitNumber: string;
}

/** What the hospital's systems say about a visit. */
export function tellVisit(course: Course, visit: Visit): readonly Statement[] {
  const own: Chart = {
    person: visit.record === 'second' && course.secondRecord !== undefined ? course.secondRecord : course.patient,
    visitNumber: visit.number,
  };
  const wrong: Chart | undefined =
    course.wrongChart !== undefined && visit === course.visits[0]
      ? { person: course.wrongChart.person, visitNumber: course.wrongChart.visitNumber }
      : undefined;
  return [
    ...visit.acts.flatMap((act) => tellAct({ course, visit, act, own, wrong })),
    ...visit.acts.flatMap((act) => tellFacility({ course, visit, act, own, wrong })),
    ...visit.administrations.flatMap((one) => tellAdministration({ course, visit, own, wrong }, one)),
  ];
}

interface Told {
  readonly course: Course;
  readonly visit: Visit;
  readonly own: Chart;
  /** Where it was written first, by mistake. */
  readonly wrong: Chart | undefined;
}

/** Steps of one source's telling of one thing: each later than the one before. */
interface Step {
  readonly chart: Chart;
  readonly at: Moment;
  readonly status?: ReportStatus;
  readonly report: (chart: Chart) => object;
}

const nothing = () => ({});

/** First in the wrong chart, then taken out of there and written where it belongs. */
function inCharts({ visit, own, wrong }: Told, first: Moment, steps: readonly Omit<Step, 'chart'>[]): readonly Step[] {
  const ofOwn = steps.map((step) => ({ ...step, chart: own }));
  const written = visit.isWithdrawn
    ? [...ofOwn, { chart: own, at: later(first, 2, 0), status: 'void' as const, report: nothing }]
    : ofOwn;
  const [firstStep] = steps;
  if (wrong === undefined || firstStep === undefined) return written;
  return [
    { ...firstStep, chart: wrong },
    { chart: wrong, at: later(first, 1, 0), status: 'void', report: nothing },
    ...written.map((step) => ({ ...step, at: later(step.at, 1, 5) })),
  ];
}

function later({ day, minute }: Moment, days: number, minutes: number): Moment {
  return { day: addDays(day, days), minute: minute + minutes };
}

const noted = (visit: Visit): Moment => ({ day: visit.day, minute: (visit.clock?.end ?? 17 * 60) + 30 });

function tellAct(told: Told & { readonly act: Act }): readonly Statement[] {
  const { course, visit, act } = told;
  const first = noted(visit);
  const sided = (sides: readonly Side[]) => sideFields(course, sides);
  const whole = (sides: readonly Side[]) => (chart: Chart) => ({ ...noteFields(told, chart), ...sided(sides) });
  const next = { at: later(first, 1, -20), status: 'corrected' as const };
  const steps = act.isSideCorrected
    ? [
        { at: first, report: whole(act.sides.map(otherSide)) },
        { ...next, report: course.index % 2 === 0 ? whole(act.sides) : () => sided(act.sides) },
      ]
    : act.isToldInParts
      ? [
          { at: first, report: (chart: Chart) => noteFields(told, chart) },
          { at: later(first, 0, 90), report: () => sided(act.sides) },
        ]
      : [{ at: first, report: whole(act.sides) }];
  return inCharts(told, first, steps).map(({ chart, at, status = 'final', report }, place) =>
    reported({
      source: 'ehr',
      kind: 'procedure',
      about: chart.person,
      named: nameOf(visit, act, chart),
      at,
      status,
      revision: course.codeStyle === 'fhir' ? place + 1 : undefined,
      report: report(chart),
    }),
  );
}

function nameOf(visit: Visit, act: Act, chart: Chart): Said['named'] {
  return act.isAnonymous
    ? { anchor: { visit: identifier('visit', chart.visitNumber), serviceDate: visit.day } }
    : { identifier: identifier('procedure', act.number) };
}

function noteFields({ course, visit, act }: Told & { readonly act: Act }, chart: Chart): object {
  const { clock, day } = visit;
  return {
    codes: [coded(terms.injection, course.codeStyle)],
    status: visit.status,
    performed: clock === undefined ? day : localTime(day, clock.start),
    ...(clock === undefined || visit.status === 'not-done' ? {} : { performedEnd: localTime(day, clock.end) }),
    ...(act.isAnonymous ? {} : { procedureIdentifier: identifier('procedure', act.number) }),
    orders: [identifier('order', act.orderNumber)],
    ...(visit.tellsNumber ? { visit: identifier('visit', chart.visitNumber) } : {}),
    diagnoses: [coded(terms.sacroiliitis, course.codeStyle)],
    performer: identifier('practitioner', `SIM-DR-${(course.index % 7) + 1}`),
  };
}

const modifiers: Readonly<Record<Side, string>> = { left: 'LT', right: 'RT' };
const lateralities: Readonly<Record<Side, string>> = { left: 'L', right: 'R' };

/** The side as a modifier, or as HL7 table 0495 names it: in each course one way. */
function sideFields(course: Course, sides: readonly Side[]): object {
  const [side, other] = sides;
  if (side === undefined) return {};
  return course.index % 5 === 2
    ? { laterality: { code: other === undefined ? lateralities[side] : 'BIL' } }
    : { modifiers: [other === undefined ? modifiers[side] : '50'] };
}

function otherSide(side: Side): Side {
  return side === 'left' ? 'right' : 'left';
}

function tellFacility({ course, visit, act, own }: Told & { readonly act: Act }): readonly Statement[] {
  if (act.facility === undefined) return [];
  const ties = {
    procedure: { procedureIdentifier: identifier('procedure', act.number) },
    order: { orders: [identifier('order', act.orderNumber)] },
    day: {},
  };
  return [
    reported({
      source: 'billing',
      kind: 'procedure',
      about: own.person,
      named: { identifier: identifier('facility-line', `FAC${act.number}`) },
      at: later(noted(visit), 1, 60),
      report: {
        codes: [coded(terms.facilityInjection, course.codeStyle)],
        status: 'completed',
        performed: visit.day,
        ...ties[act.facility],
        ...(visit.tellsNumber ? { visit: identifier('visit', own.visitNumber) } : {}),
        ...sideFields(course, act.sides),
      },
    }),
  ];
}

function tellAdministration(told: Told, one: Administration): readonly Statement[] {
  const { visit } = told;
  const first = { day: visit.day, minute: (visit.clock?.end ?? 17 * 60) + 2 };
  const steps = inCharts(told, first, [{ at: first, report: (chart) => administrationFields(told, one, chart) }]);
  const withdrawn: readonly Step[] =
    one.isWithdrawn && !visit.isWithdrawn
      ? [{ chart: told.own, at: later(first, 3, 0), status: 'void', report: nothing }]
      : [];
  return [...steps, ...withdrawn].map(({ chart, at, status = 'final', report }) =>
    reported({
      source: 'emar',
      kind: 'administration',
      about: chart.person,
      named: { identifier: identifier('administration', one.number) },
      at,
      status,
      report: report(chart),
    }),
  );
}

function administrationFields({ course, visit }: Told, one: Administration, chart: Chart): object {
  const { clock, day } = visit;
  const agent = agents[one.agent];
  const route = { skin: terms.subcutaneous, joint: terms.intraArticular, unknown: undefined }[one.into];
  return {
    status: one.status,
    medication: [coded(agent, course.codeStyle)],
    ...(one.status === 'completed' ? { dose: agent.dose, lot: `SIM-LOT-${(course.index % 90) + 10}` } : {}),
    ...(route === undefined ? {} : { route: coded(route, course.codeStyle) }),
    ...(one.side === undefined ? {} : { laterality: { code: lateralities[one.side] } }),
    start: clock === undefined ? day : localTime(day, clock.start + (agent.kind === 'steroid' ? 8 : 4)),
    ...tieFields(visit, one),
    ...(visit.tellsNumber ? { visit: identifier('visit', chart.visitNumber) } : {}),
  };
}

function tieFields({ acts }: Visit, { tiedBy, side }: Administration): object {
  const act = acts.find(({ sides }) => side !== undefined && sides.includes(side)) ?? acts[0];
  if (tiedBy === 'visit') return {};
  return tiedBy === 'procedure'
    ? { procedureIdentifier: identifier('procedure', act.number) }
    : { orders: [identifier('order', act.orderNumber)] };
}
