import { coded, codedTwice, entity, person, placed, said, timestamp } from './elements.js';
import { patientSegment, visitSegment } from './patient-segments.js';
import { repeated, segment, type Fields } from './segment.js';
import { saidAt, type Body, type Told } from './told.js';

type Administration = Told<'ilium.administration.reported.v1'>;

/** One drug of the medication record: RAS^O17. */
export function administrationMessage(data: Administration): Body {
  const { patient, report } = data;
  return {
    type: ['RAS', 'O17', 'RAS_O17'],
    version: '2.5.1',
    segments: [
      patientSegment(patient, { account: report.account }),
      visitSegment(report.visit),
      segment('ORC', orderFields(data)),
      segment('RXA', givenFields(data)),
      ...routeSegments(report),
    ],
  };
}

/** The parent of what was given is the procedure in which it was given. */
function orderFields(data: Administration): Fields {
  const { identifier, report } = data;
  return {
    1: 'RE',
    2: said(report.orders, ([order]) => (order === undefined ? undefined : entity(order))),
    3: said(identifier, entity),
    8: said(report.procedureIdentifier, placed),
    9: timestamp(saidAt(data)),
  };
}

const completions = { completed: 'CP', stopped: 'PA', 'not-done': 'NA', unknown: undefined } as const;
const actions = { preliminary: 'A', final: 'A', corrected: 'U', void: 'D' } as const;

function givenFields({ version, report }: Administration): Fields {
  const { medication, dose } = report;
  return {
    1: 0,
    2: 1,
    3: said(report.start, timestamp),
    4: said(report.end, timestamp),
    5: said(medication, ([first, more]) => (first === undefined ? undefined : codedTwice(first, more))),
    6: said(dose, ({ value }) => value),
    7: said(dose, ({ unit }) => (unit === undefined ? undefined : [unit, undefined, 'UCUM'])),
    10: said(report.performer, person),
    15: said(report.lot, String),
    20: said(report.status, (status) => completions[status]),
    21: actions[version.status],
  };
}

function routeSegments({ route, bodySite, laterality }: Administration['report']): readonly string[] {
  if (!route && !bodySite && !laterality) return [];
  return [
    segment('RXR', {
      1: said(route, coded),
      ...(bodySite ? { 2: repeated(bodySite.map(coded)) } : {}),
      6: said(laterality, coded),
    }),
  ];
}
