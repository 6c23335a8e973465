import type { Identifier } from '@ilium/contracts';
import { coded, entity, placed, said, timestamp } from './elements.js';
import { patientSegment, visitSegment } from './patient-segments.js';
import { segment, type Element, type Fields } from './segment.js';
import { saidAt, type Body, type Told } from './told.js';

/** What ORU^R01 carries; version 2.7.1, because earlier ones number no observation (OBX-21) and give it no place (OBX-20). */

type Version = Told<'ilium.score.reported.v1'>['version'];

export interface Observed {
  readonly patient: Identifier;
  readonly identifier?: Identifier | undefined;
  readonly version: Version;
  readonly ties: {
    readonly visit?: Identifier | null | undefined;
    readonly account?: Identifier | null | undefined;
    readonly orders?: readonly Identifier[] | null | undefined;
    readonly procedureIdentifier?: Identifier | null | undefined;
  };
  /** OBR-4. */
  readonly about: Element;
  /** OBX-2 to OBX-6 and OBX-20. */
  readonly fields: Fields;
  /** OBX-14: a moment, or a day, a month or a year. */
  readonly time: string | null | undefined;
}

/** OBX-11 (table 0085), and OBR-25 (table 0123), which knows no wrong patient. */
const statuses = { preliminary: 'P', final: 'F', corrected: 'C', void: 'W' } as const;
const statusesOfRequest = { ...statuses, void: 'C' } as const;

export function observationMessage({ patient, identifier, version, ties, about, fields, time }: Observed): Body {
  return {
    type: ['ORU', 'R01', 'ORU_R01'],
    version: '2.7.1',
    segments: [
      patientSegment(patient, { account: ties.account }),
      visitSegment(ties.visit),
      segment('OBR', {
        1: 1,
        2: said(ties.orders, ([order]) => (order === undefined ? undefined : entity(order))),
        4: about,
        22: timestamp(saidAt({ version })),
        25: statusesOfRequest[version.status],
        29: said(ties.procedureIdentifier, placed),
      }),
      segment('OBX', {
        1: 1,
        ...fields,
        11: statuses[version.status],
        14: said(time, timestamp),
        21: said(identifier, entity),
      }),
    ],
  };
}

const events = {
  complication: { code: 'COMPLICATION', display: 'Complication' },
  history: { code: 'HISTORY', display: 'Earlier treatment' },
} as const;

/** An observation of the hospital's own whose answer is what happened, or what was done earlier. */
function happened(
  kind: keyof typeof events,
  data: Told<'ilium.complication.reported.v1'> | Told<'ilium.history.reported.v1'>,
): Pick<Observed, 'about' | 'fields'> {
  const code = coded({ ...events[kind], system: ownCodes });
  const answer = said(data.report.codes, ([first]) => (first === undefined ? undefined : coded(first)));
  return { about: code, fields: { 2: 'CWE', 3: code, 5: answer } };
}

/** Local codes of the hospital for what its observations are about: `observations.codes` of its site file. */
export const ownCodes = '99SIM';

export function complicationMessage(data: Told<'ilium.complication.reported.v1'>): Body {
  const { report, ...head } = data;
  return observationMessage({ ...head, ...happened('complication', data), ties: report, time: report.onset });
}

export function historyMessage(data: Told<'ilium.history.reported.v1'>): Body {
  const { report, ...head } = data;
  return observationMessage({ ...head, ...happened('history', data), ties: {}, time: report.performed });
}
