import type { Code } from '@ilium/contracts';
import { coded, entity, said, timestamp } from './elements.js';
import { patientSegment, visitSegment } from './patient-segments.js';
import { repeated, segment, type Component } from './segment.js';
import { saidAt, type Body, type Told } from './told.js';

type Order = Told<'ilium.order.reported.v1'>;

/** What was asked for: ORM^O01. */
export function orderMessage(data: Order): Body {
  const { patient, identifier, report } = data;
  const [order = identifier] = report.orders ?? [];
  const [code] = report.codes ?? [];
  const number = said(order, entity);
  return {
    type: ['ORM', 'O01', 'ORM_O01'],
    version: '2.5.1',
    segments: [
      patientSegment(patient, { account: report.account }),
      visitSegment(report.visit),
      segment('ORC', { 1: said(report.status, String), 2: number, 9: timestamp(saidAt(data)) }),
      segment('OBR', {
        1: 1,
        2: number,
        4: said(code, (asked) => inWords(asked, report.text)),
        36: said(report.scheduled, timestamp),
        ...(report.modifiers ? { 45: repeated(report.modifiers) } : {}),
      }),
    ],
  };
}

/** An order has no text of its own besides the words of its service. */
function inWords(code: Code, text: string | null | undefined): readonly Component[] {
  return coded(text ? { ...code, display: text } : code);
}
