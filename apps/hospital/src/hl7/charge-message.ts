import { coded, entity, said, timestamp } from './elements.js';
import { eventSegment, patientSegment, visitSegment } from './patient-segments.js';
import { repeated, segment, type Fields } from './segment.js';
import { saidAt, type Body, type Told } from './told.js';

type Charge = Told<'ilium.charge.reported.v1'>;

/** One line of a bill: DFT^P03. */
export function chargeMessage(data: Charge): Body {
  const { patient, anchor, report } = data;
  return {
    type: ['DFT', 'P03', 'DFT_P03'],
    version: '2.5.1',
    segments: [
      eventSegment(data),
      patientSegment(patient, { account: report.account ?? anchor?.account }),
      visitSegment(report.visit ?? anchor?.visit),
      segment('FT1', chargeFields(data)),
      ...chargedProcedure(report),
    ],
  };
}

const transactions = { charge: 'CG', credit: 'CD' } as const;

function chargeFields(data: Charge): Fields {
  const { report } = data;
  const [code] = report.codes ?? [];
  return {
    1: 1,
    2: numberOf(data),
    4: said(report.serviceDate, timestamp),
    5: timestamp(saidAt(data)),
    6: said(report.transaction, (transaction) => transactions[transaction]),
    7: said(code, coded),
    8: said(report.text, String),
    10: said(report.quantity, ({ value }) => value),
    ...(report.diagnoses ? { 19: repeated(report.diagnoses.map(coded)) } : {}),
    23: said(report.orders, ([order]) => (order === undefined ? undefined : entity(order))),
    ...(report.modifiers ? { 26: repeated(report.modifiers) } : {}),
  };
}

/** A line that stands alone in its message needs a number: what has none elsewhere has its account's, and its place in it. */
function numberOf({ identifier, anchor }: Charge): string | undefined {
  if (identifier !== undefined) return identifier.value;
  return anchor?.account === undefined ? undefined : `${anchor.account.value}-${anchor.ordinal}`;
}

/** Which procedure is charged; action X (table 0323): nothing is said of the procedure itself. */
function chargedProcedure({ procedureIdentifier, codes, serviceDate }: Charge['report']): readonly string[] {
  if (!procedureIdentifier) return [];
  const [code] = codes ?? [];
  return [
    segment('PR1', {
      1: 1,
      3: said(code, coded),
      5: said(serviceDate, timestamp),
      19: entity(procedureIdentifier),
      20: 'X',
    }),
  ];
}
