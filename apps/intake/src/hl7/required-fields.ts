import { missingField, type Hl7Fault } from './faults.js';
import type { Hl7Message } from './reading/message.js';

/** Fields that HL7 2.5.1 requires (usage R). */
const required: Readonly<Record<string, readonly number[]>> = {
  MSH: [7, 9, 10, 11, 12],
  PR1: [1, 3, 5],
  FT1: [4, 6, 7],
  OBR: [4],
  OBX: [3, 11],
  RXA: [1, 2, 3, 4, 5, 6],
  RXR: [1],
  TXA: [1, 2, 12, 17],
};

/** The first required field that a message lacks; listeners with `nak: strict` refuse it. */
export function lackingField(message: Hl7Message): Hl7Fault | undefined {
  for (const segment of message.segments) {
    const lacking = required[segment.name]?.find((number) => segment.field(number).isEmpty);
    if (lacking !== undefined) return missingField(segment, lacking);
  }
  return undefined;
}
