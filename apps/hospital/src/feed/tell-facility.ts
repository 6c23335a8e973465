import { later, noted, type ToldAct } from './in-charts.js';
import { reported, type Statement } from './statement.js';
import { sideFields } from './tell-act.js';
import { coded, identifier, terms } from './vocabulary.js';

/** The facility's own report of a line that the note tells of too. */
export function tellFacility({ course, visit, act, own }: ToldAct): readonly Statement[] {
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
        ...sideFields(course, act, act.sides),
      },
    }),
  ];
}
