import type { Code } from '@ilium/contracts';
import { coded, codedTwice, entity, person, said, timestamp } from './elements.js';
import { eventSegment, patientSegment, visitSegment } from './patient-segments.js';
import { repeated, segment, type Fields } from './segment.js';
import type { Body, Told } from './told.js';

type Procedure = Told<'ilium.procedure.reported.v1'>;

/** A line of the procedure note (ADT^A08) or of the facility's abstract (BAR^P01): both hold it as PR1. */
export function procedureMessage(data: Procedure): Body {
  const { patient, anchor, report, feed } = data;
  return {
    type: feed.application === 'SIM-BILLING' ? ['BAR', 'P01', 'BAR_P01'] : ['ADT', 'A08', 'ADT_A01'],
    version: '2.7.1',
    segments: [
      eventSegment(data),
      patientSegment(patient, { account: report.account }),
      visitSegment(report.visit ?? anchor?.visit),
      segment('PR1', procedureFields(data)),
      ...ownFields(report),
    ],
  };
}

const actions = { preliminary: 'A', final: 'A', corrected: 'U', void: 'D' } as const;

function procedureFields({ identifier, anchor, version, report }: Procedure): Fields {
  const { procedureIdentifier = identifier, performed = anchor?.serviceDate } = report;
  return {
    1: 1,
    3: said(report.codes, ([first, more]) => (first === undefined ? undefined : codedTwice(first, more))),
    4: said(report.text, String),
    5: said(performed, timestamp),
    6: said(report.purpose, ({ code, display }) => [code, display]),
    7: minutesOf(report),
    12: said(report.performer, person),
    15: said(report.diagnoses, ([first]) => (first === undefined ? undefined : coded(first))),
    ...(report.modifiers ? { 16: repeated(report.modifiers) } : {}),
    // The facility names an act of the clinic by the clinic's number of it.
    19: said(procedureIdentifier, entity),
    20: actions[version.status],
    23: said(report.location, String),
  };
}

/** PR1-7: how long it took. */
function minutesOf({ performed, performedEnd }: Procedure['report']): number | undefined {
  if (!performed || !performedEnd) return undefined;
  return Math.round((Date.parse(performedEnd) - Date.parse(performed)) / 60_000);
}

/** What PR1 has no field for stands in a segment of the hospital's own; its site file says where. */
function ownFields(report: Procedure['report']): readonly string[] {
  const { laterality, bodySite, position, guidance, contrastSpread, orders, status } = report;
  const code = (value: Code | null | undefined) => said(value, coded);
  const fields: Fields = {
    2: code(laterality),
    3: code(position),
    4: code(guidance),
    5: code(contrastSpread),
    ...(orders ? { 6: repeated(orders.map(entity)) } : {}),
    7: said(status, String),
    ...(bodySite ? { 8: repeated(bodySite.map(coded)) } : {}),
  };
  return Object.values(fields).some((field) => field !== undefined) ? [segment('ZPR', { 1: 1, ...fields })] : [];
}
