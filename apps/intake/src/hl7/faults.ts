import type { RefusalReason } from '../source-messages/source-message.js';
import type { Segment } from './reading/message.js';

/** Why a message is refused, and what the interface engineer should do. Never a value of the message. */
export interface Hl7Fault {
  readonly reason: RefusalReason;
  /** `reject`: sending it again helps nothing before somebody changes something (AR, CR). Else AE, CE. */
  readonly is: 'error' | 'reject';
  /** HL7 table 0357. */
  readonly code: keyof typeof errorCodes;
  readonly sentence: string;
  readonly place?: { readonly segment: string; readonly occurrence: number; readonly field: number } | undefined;
}

export const errorCodes = {
  '100': 'Segment sequence error',
  '101': 'Required field missing',
  '102': 'Data type error',
  '204': 'Unknown key identifier',
  '207': 'Application internal error',
} as const;

const charsetPlace = { segment: 'MSH', occurrence: 1, field: 18 };

export const faults = {
  notHl7: {
    reason: 'not-readable',
    is: 'reject',
    code: '100',
    sentence: 'This is no HL7 v2 message: it must begin with MSH and its separators, and hold no NUL character.',
  },
  incomplete: {
    reason: 'incomplete',
    is: 'error',
    code: '100',
    sentence: 'The message was cut off: it must end with the bytes 1C 0D.',
  },
  tooLarge: {
    reason: 'too-large',
    is: 'reject',
    code: '207',
    sentence: 'The message is larger than limits.frameBytes of the listener allows.',
  },
  tooManySegments: {
    reason: 'too-large',
    is: 'reject',
    code: '207',
    sentence: 'The message has more than 20000 segments.',
  },
  tooManyMessages: {
    reason: 'too-large',
    is: 'reject',
    code: '207',
    sentence: 'The frame holds more than 1000 messages: send them one by one, or as a file.',
  },
  unknownCharset: {
    reason: 'charset',
    is: 'error',
    code: '102',
    sentence:
      'No character set is known: fill MSH-18, or set charset of the listener. Without either only ASCII is taken.',
    place: charsetPlace,
  },
  wrongBytes: {
    reason: 'charset',
    is: 'error',
    code: '102',
    sentence: 'The message holds bytes that are not of its character set: see MSH-18, and charset of the listener.',
    place: charsetPlace,
  },
  noPatient: {
    reason: 'lacks-field',
    is: 'error',
    code: '204',
    sentence: 'No number names the patient: see PID-3, and the rows of patients in identifiers of the site file.',
    place: { segment: 'PID', occurrence: 1, field: 3 },
  },
} as const satisfies Record<string, Hl7Fault>;

export function missingField(segment: Pick<Segment, 'name' | 'occurrence'>, field: number): Hl7Fault {
  return {
    reason: 'lacks-field',
    is: 'error',
    code: '101',
    sentence: `${segment.name}-${field} is required, and empty.`,
    place: { segment: segment.name, occurrence: segment.occurrence, field },
  };
}
