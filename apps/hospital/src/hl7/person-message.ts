import type { Identifier } from '@ilium/contracts';
import { deleted, extended, said, timestamp } from './elements.js';
import { eventSegment, patientSegment, visitSegment } from './patient-segments.js';
import { segment, type Fields } from './segment.js';
import type { Body, Told } from './told.js';

/** What registration says: who a patient is, which numbers are one person, to whom a visit belongs. */

type Patient = Told<'ilium.patient.reported.v1'>;

/** Demographics of a new patient (ADT^A28), later a death or a flag (ADT^A31). */
export function patientMessage(data: Patient): Body {
  const { patient, report } = data;
  return {
    type: ['ADT', report.birthDate === undefined ? 'A31' : 'A28', 'ADT_A05'],
    version: '2.5.1',
    segments: [eventSegment(data), patientSegment(patient, { more: personFields(report) }), ...flagSegments(report)],
  };
}

const sexes: Readonly<Record<string, string>> = { female: 'F', male: 'M' };

function personFields({ birthDate, sex, family, deceased }: Patient['report']): Fields {
  return {
    ...(family === undefined ? {} : { 5: said(family, (name) => [name, 'Patient']) }),
    7: said(birthDate, timestamp),
    8: said(sex, (word) => sexes[word] ?? word),
    ...(typeof deceased === 'string' ? { 29: timestamp(deceased) } : {}),
    ...(deceased === undefined || deceased === null ? {} : { 30: deceased === false ? 'N' : 'Y' }),
  };
}

/** An opt-out is the protection indicator (PD1-12), any other flag stands in PV1-16. No flag at all empties both. */
function flagSegments({ flags }: Patient['report']): readonly string[] {
  if (!flags) return [];
  const others = flags.filter((flag) => flag !== 'opt-out');
  const isEmpty = flags.length === 0;
  return [
    ...(isEmpty || others.length < flags.length ? [segment('PD1', { 12: isEmpty ? 'N' : 'Y' })] : []),
    ...(isEmpty || others.length > 0 ? [visitSegment(undefined, { 16: isEmpty ? deleted : others[0] })] : []),
  ];
}

/** The former number of what the message is about. */
function mergeSegment(former: Identifier, visit?: Identifier): string {
  return segment('MRG', {
    1: extended(former, 'MR'),
    ...(visit === undefined ? {} : { 5: extended(visit, 'VN') }),
  });
}

export function linkMessage(data: Told<'ilium.patient.linked.v1'>): Body {
  const { survivor, merged } = data;
  return {
    type: ['ADT', 'A40', 'ADT_A39'],
    version: '2.5.1',
    segments: [eventSegment(data), patientSegment(survivor), mergeSegment(merged)],
  };
}

export function unlinkMessage(data: Told<'ilium.patient.unlinked.v1'>): Body {
  const { survivor, merged } = data;
  return {
    type: ['ADT', 'A37', 'ADT_A37'],
    version: '2.5.1',
    segments: [eventSegment(data), patientSegment(survivor), patientSegment(merged)],
  };
}

/** HL7 v2 has no move that is taken back: the visit is moved back to where it came from. */
export function moveMessage(data: Told<'ilium.visit.moved.v1'>): Body {
  const [former, present] = data.version.status === 'void' ? [data.to, data.from] : [data.from, data.to];
  return {
    type: ['ADT', 'A45', 'ADT_A45'],
    version: '2.5.1',
    segments: [eventSegment(data), patientSegment(present), mergeSegment(former, data.visit), visitSegment(data.visit)],
  };
}
