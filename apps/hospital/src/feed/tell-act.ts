import { localTime } from './calendar.js';
import { inCharts, later, noted, type Chart, type ToldAct } from './in-charts.js';
import { procedures } from './procedures.js';
import { reported, type Said, type Statement } from './statement.js';
import type { Act, CodeStyle, Course, Side, Visit } from './story.js';
import { coded, identifier, spreadTerm, terms, type Coded } from './vocabulary.js';

/** One line of the procedure note: at once, in parts, or first with the wrong side. */
export function tellAct(told: ToldAct): readonly Statement[] {
  const { course, visit, act } = told;
  const first = noted(visit);
  const sided = (sides: readonly Side[]) => sideFields(course, act, sides);
  const whole = (sides: readonly Side[]) => (chart: Chart) => ({
    ...noteFields(told, chart),
    ...spreadFields(told),
    ...sided(sides),
  });
  const next = { at: later(first, 1, -20), status: 'corrected' as const };
  const steps = act.isSideCorrected
    ? [
        { at: first, report: whole(act.sides.map(otherSide)) },
        { ...next, report: course.index % 2 === 0 ? whole(act.sides) : () => sided(act.sides) },
      ]
    : act.isToldInParts
      ? [
          { at: first, report: (chart: Chart) => noteFields(told, chart) },
          { at: later(first, 0, 90), report: () => ({ ...sided(act.sides), ...spreadFields(told) }) },
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
      saidBefore: place === 0 ? undefined : doneFields(told),
    }),
  );
}

function nameOf(visit: Visit, act: Act, chart: Chart): Said['named'] {
  return act.isAnonymous
    ? { anchor: { visit: identifier('visit', chart.visitNumber), serviceDate: visit.day } }
    : { identifier: identifier('procedure', act.number) };
}

/** What, whether and when. */
function doneFields({ course, visit, act }: ToldAct): object {
  const { clock, day, status } = visit;
  return {
    codes: codesOf(visit, act, course.codeStyle),
    status,
    performed: clock === undefined ? day : localTime(day, clock.start),
    ...(clock === undefined || status === 'not-done' ? {} : { performedEnd: localTime(day, clock.end) }),
  };
}

function noteFields(told: ToldAct, chart: Chart): object {
  const { course, visit, act } = told;
  const { diagnosis } = procedures[act.procedure];
  return {
    ...doneFields(told),
    ...(act.isAnonymous ? {} : { procedureIdentifier: identifier('procedure', act.number) }),
    orders: [identifier('order', act.orderNumber)],
    ...(visit.tellsNumber ? { visit: identifier('visit', chart.visitNumber) } : {}),
    diagnoses: [coded(diagnosis, course.codeStyle)],
    performer: identifier('practitioner', `SIM-DR-${(course.index % 7) + 1}`),
    ...stepFields(act, course.codeStyle),
  };
}

/** The code of the day, and those of further levels. */
export function codesOf(
  { day }: Visit,
  { procedure, levels }: Pick<Act, 'procedure' | 'levels'>,
  style: CodeStyle,
): Coded[] {
  const { code, since, addOn } = procedures[procedure];
  const ofDay = since !== undefined && day >= since.day ? since.code : code;
  return [ofDay, ...(addOn === undefined ? [] : Array.from({ length: levels - 1 }, () => addOn))].map((term) =>
    coded(term, style),
  );
}

/** How it was done, and what for, as far as the note says. */
function stepFields({ steps }: Act, style: CodeStyle): object {
  const { isPositionTold, isGuidanceTold, guidance, declaredBy, intent } = steps;
  const purpose = intent === 'diagnostic' ? terms.forDiagnosis : terms.forTreatment;
  return {
    ...(isPositionTold ? { position: coded(terms.prone, style), location: 'Procedure room 2' } : {}),
    ...(isGuidanceTold ? { guidance: coded(terms[guidance], style) } : {}),
    ...(declaredBy === 'purpose' ? { purpose: coded(purpose, style) } : {}),
  };
}

function spreadFields({ course, act: { steps } }: ToldAct): object {
  return steps.spread === undefined ? {} : { contrastSpread: coded(spreadTerm(steps.spread), course.codeStyle) };
}

const modifiers: Readonly<Record<Side, string>> = { left: 'LT', right: 'RT' };
export const lateralities: Readonly<Record<Side, string>> = { left: 'L', right: 'R' };

/** The side as a modifier, or as HL7 table 0495 names it: in each course one way. KX marks a diagnostic block. */
export function sideFields(
  course: Pick<Course, 'index'>,
  { steps }: Pick<Act, 'steps'>,
  sides: readonly Side[],
): object {
  const marks = steps.declaredBy === 'modifier' ? ['KX'] : [];
  const [side, other] = sides;
  const isByModifier = course.index % 5 !== 2;
  const sideMark = side === undefined || !isByModifier ? [] : [other === undefined ? modifiers[side] : '50'];
  const all = [...sideMark, ...marks];
  return {
    ...(all.length === 0 ? {} : { modifiers: all }),
    ...(side === undefined || isByModifier
      ? {}
      : { laterality: { code: other === undefined ? lateralities[side] : 'BIL' } }),
  };
}

export function otherSide(side: Side): Side {
  return side === 'left' ? 'right' : 'left';
}
