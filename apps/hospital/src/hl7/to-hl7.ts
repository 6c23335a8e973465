import { parseProcedureEvent, type ProcedureEvent } from '@ilium/contracts';
import type { Message } from '../feed/message.js';
import { administrationMessage } from './administration-message.js';
import { chargeMessage } from './charge-message.js';
import { timestamp } from './elements.js';
import { complicationMessage, historyMessage } from './observation-message.js';
import { orderMessage } from './order-message.js';
import { linkMessage, moveMessage, patientMessage, unlinkMessage } from './person-message.js';
import { procedureMessage } from './procedure-message.js';
import { scoreMessage } from './score-message.js';
import { headerSegment } from './segment.js';
import { saidAt, type Body } from './told.js';

/** A message of the feed as HL7 v2. */
export interface Hl7 {
  /** MSH-10: letters and digits. The same message again has the same. */
  readonly controlId: string;
  /** Segments end with CR. */
  readonly text: string;
}

export function toHl7({ event, saidBefore }: Message): Hl7 {
  const read = parseProcedureEvent({ ...event, data: withSaidBefore(event.data, saidBefore) });
  if (!read.ok) throw new TypeError(`no event of the feed: ${read.detail}`);
  const controlId = event.id.slice(0, controlIdLength);
  const body = bodyOf(read.event);
  const segments = [headerOf(read.event, controlId, body), ...body.segments];
  return { controlId, text: segments.map((line) => `${line}\r`).join('') };
}

/** HL7 v2 requires of a correction and of a withdrawal what an event may leave out. */
function withSaidBefore(data: object, saidBefore: object | undefined): object {
  if (!('report' in data) || typeof data.report !== 'object') return data;
  return { ...data, report: { ...saidBefore, ...data.report } };
}

/** The longest that version 2.5.1 allows (MSH-10). */
const controlIdLength = 20;

function headerOf({ data }: ProcedureEvent, controlId: string, { type, version }: Body): string {
  return headerSegment({
    3: data.feed.application,
    4: 'RIVERSIDE',
    5: 'ILIUM',
    6: 'RIVERSIDE',
    7: timestamp(saidAt(data)),
    9: type,
    10: controlId,
    11: 'T',
    12: version,
    18: 'UNICODE UTF-8',
  });
}

function bodyOf({ type, data }: ProcedureEvent): Body {
  switch (type) {
    case 'ilium.procedure.reported.v1':
      return procedureMessage(data);
    case 'ilium.administration.reported.v1':
      return administrationMessage(data);
    case 'ilium.charge.reported.v1':
      return chargeMessage(data);
    case 'ilium.order.reported.v1':
      return orderMessage(data);
    case 'ilium.score.reported.v1':
      return scoreMessage(data);
    case 'ilium.complication.reported.v1':
      return complicationMessage(data);
    case 'ilium.history.reported.v1':
      return historyMessage(data);
    case 'ilium.patient.reported.v1':
      return patientMessage(data);
    case 'ilium.patient.linked.v1':
      return linkMessage(data);
    case 'ilium.patient.unlinked.v1':
      return unlinkMessage(data);
    case 'ilium.visit.moved.v1':
      return moveMessage(data);
    case 'ilium.snapshot.reported.v1':
      throw new TypeError('the hospital tells no lists');
  }
}
