import type { Valued } from '../../reading/valued.js';
import type { Score } from '../read/score.js';
import { coded, codedForSure, entity } from './data-types.js';
import { header, textOf, type MessageType } from './header.js';
import { timestamp } from './timestamp.js';
import { observedValue } from './observed-value.js';
import { patientSegment, visitSegments } from './patient-segments.js';
import { segment, type Element, type Fields } from './segment.js';
import type { Envelope, Standing } from './standing.js';
import { words } from '../../reading/words.js';
import type { WriterSettings } from './writer-settings.js';

const type: MessageType = ['ORU', 'R01', 'ORU_R01'];

/** OBX-11 (table 0085), and OBR-25 (table 0123), which knows no wrong result. */
const statuses: Readonly<Record<Standing, string>> = { new: 'F', replacement: 'C', withdrawal: 'W' };
const statusesOfRequest: Readonly<Record<Standing, string>> = { new: 'F', replacement: 'C', withdrawal: 'C' };

/**
 * ORU^R01 of one score. What it is about besides its measure (the place of the pain, the time asked for) stands in results of
 * its own under the same OBR.
 * @throws NotWritable
 */
export function scoreMessage(score: Score, envelope: Envelope, settings: WriterSettings): string {
  const { patient, visit, base } = score;
  const isGone = envelope.standing === 'withdrawal';
  const code = codedForSure(score.code, base);
  const time = score.effective === undefined ? undefined : timestamp(score.effective, settings.timeZone);
  const status = statusOf(score, envelope);
  const result = (index: number, fields: Fields) =>
    segment('OBX', { 1: String(index + 1), ...fields, 11: status.result, 14: time });
  const parts = isGone ? [] : (score.component ?? []);
  return textOf([
    header(type, envelope, settings),
    patientSegment(patient, settings),
    ...visitSegments(visit, settings),
    segment('OBR', {
      1: '1',
      3: entity(score.id, settings),
      4: code,
      7: time,
      22: timestamp(envelope.at, settings.timeZone),
      25: status.request,
    }),
    result(0, {
      ...resultFields(code, isGone ? {} : score, base),
      ...(isGone ? {} : aroundFields(score)),
      21: entity(score.id, settings),
    }),
    ...(isGone ? [] : siteNotes(score)),
    ...parts.map((part, index) => result(index + 1, resultFields(codedForSure(part.code, base), part, base))),
  ]);
}

/** P for what its source calls preliminary, as long as nothing else was told. */
function statusOf({ status }: Score, { standing }: Envelope) {
  const isPreliminary = status === 'preliminary' && standing === 'new';
  return isPreliminary
    ? { result: 'P', request: 'P' }
    : { result: statuses[standing], request: statusesOfRequest[standing] };
}

function resultFields(code: Element, said: Valued, base: string | undefined): Fields {
  const observed = observedValue(said, base);
  return { 2: observed?.type, 3: code, 5: observed?.value, 6: observed?.units };
}

/** OBX-20 and OBX-21 are of version 2.6; 2.5.1 keeps their places free for them. */
function aroundFields({ method, bodySite, base }: Score): Fields {
  return {
    17: method === undefined ? undefined : coded(method, base),
    20: bodySite === undefined ? undefined : coded(bodySite, base),
  };
}

/** A receiver that knows no OBX-20 must not lose the side. */
function siteNotes({ bodySite }: Score): readonly string[] {
  const site = words(bodySite?.text);
  return site === undefined ? [] : [segment('NTE', { 1: '1', 3: site })];
}
