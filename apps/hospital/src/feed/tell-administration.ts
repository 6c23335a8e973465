import { localTime } from './calendar.js';
import { inCharts, later, nothing, type Chart, type Step, type Told } from './in-charts.js';
import { reported, type Statement } from './statement.js';
import type { Administration, Visit } from './story.js';
import { lateralities } from './tell-act.js';
import { agents, coded, identifier, terms, type Term } from './vocabulary.js';

/** What the medication record says of one drug. */
export function tellAdministration(told: Told, one: Administration): readonly Statement[] {
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
      saidBefore: status === 'void' ? administrationFields(told, one, chart) : undefined,
    }),
  );
}

const routes: Readonly<Record<Administration['into'], Term | undefined>> = {
  skin: terms.subcutaneous,
  joint: terms.intraArticular,
  nerve: terms.perineural,
  epidural: terms.epiduralRoute,
  muscle: terms.intramuscular,
  unknown: undefined,
};

function administrationFields({ course, visit }: Told, one: Administration, chart: Chart): object {
  const { clock, day } = visit;
  const agent = agents[one.agent];
  const route = routes[one.into];
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
