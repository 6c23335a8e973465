import type { MessageFamily } from '@ilium/site';
import type { MessageType } from '../reading/message-type.js';
import { mapAdministrations } from './map-administrations.js';
import { mapCharges } from './map-charges.js';
import { linkTriggers, mapLinks } from './map-links.js';
import { mapAppointment, mapOrders } from './map-orders.js';
import { mapFlags, mapPatient } from './map-patient.js';
import { mapProcedures } from './map-procedures.js';
import { mapScores } from './map-scores.js';
import type { Mapping } from './mapping.js';

type Part = (mapping: Mapping) => void;

const persons: readonly Part[] = [mapFlags, mapPatient];
const withProcedures: readonly Part[] = [...persons, mapProcedures];

/** The messages that are read, and what is read out of each. */
const messages: Readonly<Record<MessageFamily, Readonly<Record<string, readonly Part[]>>>> = {
  ADT: {
    ...Object.fromEntries(
      ['A01', 'A03', 'A04', 'A05', 'A06', 'A07', 'A08', 'A28', 'A31'].map((one) => [one, withProcedures]),
    ),
    // What cancels an admission or a discharge says nothing of what was done.
    A11: persons,
    A13: persons,
    ...Object.fromEntries(linkTriggers.map((one) => [one, [mapFlags, mapLinks]])),
  },
  BAR: { P01: [mapFlags, mapProcedures] },
  DFT: { P03: [mapFlags, mapCharges, mapProcedures] },
  // Kept, and never searched for codes: prose says "no injection today" as well.
  MDM: { T02: [mapFlags], T06: [mapFlags] },
  OMG: { O19: [mapFlags, mapOrders] },
  ORM: { O01: [mapFlags, mapOrders] },
  ORU: { R01: [mapFlags, mapScores] },
  RAS: { O17: [mapFlags, mapAdministrations] },
  SIU: { S12: [mapFlags, mapAppointment], S15: [mapFlags, mapAppointment], S26: [mapFlags, mapAppointment] },
};

export function isFamily(code: string): code is MessageFamily {
  return Object.hasOwn(messages, code);
}

/** What is read out of a type; undefined for a type that Ilium has no use for. */
export function partsOf({ code, trigger }: MessageType): readonly Part[] | undefined {
  if (!isFamily(code)) return undefined;
  return Object.hasOwn(messages[code], trigger) ? messages[code][trigger] : undefined;
}
