import type { Listener } from '@ilium/site';
import { errorCodes, type Hl7Fault } from './faults.js';
import type { Header } from './reading/header.js';
import { versionNumber } from './reading/hl7-version.js';

/** Acknowledgements (MSA, ERR): what the sender is told of one message. */

export interface Answering {
  /** Of the message answered; undefined where it could not be read. */
  readonly header: Header | undefined;
  readonly acknowledge: Listener['acknowledge'];
  /** Undefined where the message was accepted. */
  readonly fault?: Hl7Fault | undefined;
  /** Our own id of the message: the answers' control ids come from it. */
  readonly messageId: string;
  /** ms since 1970 */
  readonly at: number;
}

type Level = 'accept' | 'application';
/** HL7 table 0155: always, never, on error, on success. */
type Condition = 'AL' | 'NE' | 'ER' | 'SU';

const codes = {
  accept: { success: 'CA', error: 'CE', reject: 'CR' },
  application: { success: 'AA', error: 'AE', reject: 'AR' },
} as const;

/** The answers to one message, one for each frame; none where the sender wants none. */
export function answersTo(answering: Answering): readonly string[] {
  const wanted = conditionsOf(answering);
  const { fault } = answering;
  const levels = (['accept', 'application'] as const).filter((level) => isWanted(wanted[level], fault));
  // Whose message was not accepted waits for nothing more.
  const said = fault === undefined ? levels : levels.slice(0, 1);
  return said.map((level) => answerOf(level, answering));
}

function conditionsOf({ acknowledge, header }: Answering): Readonly<Record<Level, Condition>> {
  const [accept, application] = [15, 16].map((field) => conditionOf(header?.field(field).text ?? ''));
  const isOriginal = acknowledge === 'original' || (accept === undefined && application === undefined);
  switch (acknowledge) {
    case 'accept-only':
      return { accept: accept ?? 'AL', application: 'NE' };
    case 'enhanced':
      return { accept: accept ?? 'AL', application: application ?? 'NE' };
    default:
      if (isOriginal) return { accept: 'NE', application: 'AL' };
      return { accept: accept ?? 'NE', application: application ?? 'NE' };
  }
}

const conditions: readonly Condition[] = ['AL', 'NE', 'ER', 'SU'];

function conditionOf(text: string): Condition | undefined {
  return conditions.find((condition) => condition === text.toUpperCase());
}

function isWanted(condition: Condition, fault: Hl7Fault | undefined): boolean {
  if (condition === 'ER') return fault !== undefined;
  return condition === 'AL' || (condition === 'SU' && fault === undefined);
}

/** From this version on ERR names place, code and severity in fields of their own. */
const errorsInFieldsFrom = 2.5;
/** From this version on MSH-9 names its structure. */
const structuresFrom = 2.4;
const usualVersion = '2.5.1';

function answerOf(level: Level, answering: Answering): string {
  const { header, fault } = answering;
  const version = /^2(?:\.\d){1,2}$/.exec(header?.field(12).text ?? '')?.[0] ?? usualVersion;
  const field = header?.notation.field ?? '|';
  const segments = [headerSegment(level, version, answering), outcome(level, version, answering)];
  if (fault !== undefined) segments.push(errorSegment(version, fault, header));
  return `${segments.map((fields) => fields.join(field)).join('\r')}\r`;
}

function headerSegment(level: Level, version: string, { header, messageId, at }: Answering): readonly string[] {
  const raw = (number: number) => header?.raw(number) ?? '';
  const component = header?.notation.component ?? '^';
  const trigger = header?.field(9).component(2).text ?? '';
  const named = /^[A-Z]\d\d$/.test(trigger) ? ['ACK', trigger] : ['ACK'];
  const type = named.length > 1 && versionNumber(version) >= structuresFrom ? [...named, 'ACK'] : named;
  const processing = /^[PTD]$/.test(raw(11)) ? raw(11) : 'P';
  return [
    'MSH',
    header === undefined ? '^~\\&' : raw(2),
    raw(5),
    raw(6),
    raw(3),
    raw(4),
    timeOf(at),
    '',
    type.join(component),
    controlIdOf(messageId, level),
    processing,
    version,
  ];
}

/** MSH-10 takes 20 characters. */
const longestControlId = 20;

function controlIdOf(messageId: string, level: Level): string {
  const plain = messageId.replaceAll(/[^A-Za-z0-9]/g, '');
  return `${plain.slice(1 - longestControlId)}${level === 'accept' ? 'C' : 'A'}`;
}

/** Written once a second. */
function timeOf(at: number): string {
  const second = Math.floor(at / 1_000);
  if (second !== written.second) {
    written = { second, text: `${new Date(at).toISOString().replaceAll(/[-:T]/g, '').slice(0, 14)}+0000` };
  }
  return written.text;
}

let written = { second: Number.NaN, text: '' };

function outcome(level: Level, version: string, { header, fault }: Answering): readonly string[] {
  const code = codes[level][fault === undefined ? 'success' : fault.is === 'reject' ? 'reject' : 'error'];
  const controlId = header?.raw(10) ?? '';
  const isOld = fault !== undefined && versionNumber(version) < errorsInFieldsFrom;
  return isOld ? ['MSA', code, controlId, plainly(fault.sentence, header)] : ['MSA', code, controlId];
}

function errorSegment(version: string, fault: Hl7Fault, header: Header | undefined): readonly string[] {
  const { component = '^', subcomponent = '&' } = header?.notation ?? {};
  const { place, code } = fault;
  const named = [code, errorCodes[code], 'HL70357'];
  const location = place === undefined ? [] : [place.segment, String(place.occurrence), String(place.field)];
  if (versionNumber(version) < errorsInFieldsFrom) {
    const [segment = '', occurrence = '', field = ''] = location;
    return ['ERR', [segment, occurrence, field, named.join(subcomponent)].join(component)];
  }
  const sentence = plainly(fault.sentence, header);
  return ['ERR', '', location.join(component), named.join(component), 'E', '', '', '', sentence];
}

/** Our sentences are plain text: a separator in one would divide it. */
function plainly(sentence: string, header: Header | undefined): string {
  if (header === undefined) return sentence;
  const { field, component, repetition, escape, subcomponent } = header.notation;
  const separators = [field, component, repetition, escape, subcomponent];
  return [...sentence].map((character) => (separators.includes(character) ? ' ' : character)).join('');
}
