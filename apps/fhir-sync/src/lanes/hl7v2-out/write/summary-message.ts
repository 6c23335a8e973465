import type { Summary } from '../read/summary.js';
import { entity, person } from './data-types.js';
import { header, textOf, type MessageType } from './header.js';
import { timestamp } from './timestamp.js';
import { patientSegment, visitSegment } from './patient-segments.js';
import { repeated, segment } from './segment.js';
import type { Envelope, Standing } from './standing.js';
import { words } from '../../reading/words.js';
import type { WriterSettings } from './writer-settings.js';

/** Original, replacement and cancel notification (v2.5.1, sections 9.5.2, 9.5.10, 9.5.11); a cancel has no content. */
const types: Readonly<Record<Standing, MessageType>> = {
  new: ['MDM', 'T02', 'MDM_T02'],
  replacement: ['MDM', 'T10', 'MDM_T02'],
  withdrawal: ['MDM', 'T11', 'MDM_T01'],
};

/** TXA-19 (table 0273): available for patient care, deleted. */
const availability: Readonly<Record<Standing, string>> = { new: 'AV', replacement: 'AV', withdrawal: 'CA' };

/** OBX-3: Ilium's own, since no public code was verified for it. */
const content = ['session-summary', 'Session summary', '99ILIUM'];

/** The summary of one session as a document. @throws NotWritable */
export function summaryMessage(summary: Summary, envelope: Envelope, settings: WriterSettings): string {
  const { at } = envelope;
  const standing = standingOfDocument(envelope);
  const lines = standing === 'withdrawal' ? [] : summary.lines;
  return textOf([
    header(types[standing], envelope, settings),
    segment('EVN', { 2: timestamp(at, settings.timeZone) }),
    patientSegment(summary.patient, settings),
    visitSegment(summary.visit, settings),
    documentSegment(summary, { ...envelope, standing }, settings),
    ...lines.map((line, index) =>
      segment('OBX', { 1: String(index + 1), 2: 'TX', 3: content, 5: words(line), 11: 'F' }),
    ),
  ]);
}

/** After a cancel there is no document to be replaced: the next is an original again. */
function standingOfDocument({ standing, has }: Envelope): Standing {
  return standing === 'replacement' && has === undefined ? 'new' : standing;
}

/** A cancel names the document that the receiver has; a replacement names it as the parent (TXA-13). */
function documentSegment(summary: Summary, envelope: Envelope, settings: WriterSettings): string {
  const { standing, revision, has } = envelope;
  const number = (of: number) => entity(`${summary.id}-${of}`, settings);
  const isOver = standing === 'withdrawal';
  return segment('TXA', {
    1: '1',
    2: settings.documentType,
    3: 'TX',
    4: summary.performed === undefined ? undefined : timestamp(summary.performed, settings.timeZone),
    5: repeated(summary.performers.map((one) => person(one, settings)).filter((one) => one !== undefined)),
    6: timestamp(envelope.at, settings.timeZone),
    12: number(isOver ? (has ?? revision) : revision),
    13: standing === 'replacement' && has !== undefined ? number(has) : undefined,
    // Table 0271: written down; nobody has authenticated it.
    17: 'DO',
    19: availability[standing],
  });
}
