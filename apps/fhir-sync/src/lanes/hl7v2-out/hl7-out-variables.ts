import { z } from 'zod';
import type { Assigner } from './write/writer-settings.js';

const shortestKey = 32;
/** HD-1, and MSH-3 to MSH-6, which are of that type: no longer than version 2.5.1 allows, and without separators. */
const name = z.string().regex(/^[A-Za-z0-9 ._-]{1,20}$/, 'expected at most 20 letters, digits, blanks, dots, dashes');
const assigner = z.strictObject({
  namespace: name,
  universalId: z
    .string()
    .regex(/^[0-2](\.\d+)+$/)
    .optional(),
  type: z
    .string()
    .regex(/^[A-Z]{1,5}$/)
    .optional(),
});

function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

const assigners = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'expected JSON' });
      return z.NEVER;
    }
  })
  .pipe(z.record(z.string().min(1), assigner))
  .transform((named): ReadonlyMap<string, Assigner> => new Map(Object.entries(named)));

/** HL7 v2 that goes out, to a target with the lane hl7v2-out. */
export const hl7OutVariables = {
  HL7_OUT_HOST: z.string().optional().describe('Host of the HL7 v2 receiver.'),
  HL7_OUT_PORT: z.coerce.number().int().min(1).max(65_535).default(2575).describe('Port of the HL7 v2 receiver.'),
  HL7_OUT_TLS: z
    .enum(['off', 'on'])
    .default('off')
    .describe('on: the connection is TLS, and the receiver has to prove who it is.'),
  HL7_OUT_TLS_CA_FILE: z
    .string()
    .optional()
    .describe(
      'File with the authorities, in PEM, that its certificate has to be of; else those that the machine trusts.',
    ),
  HL7_OUT_TLS_CERTIFICATE_FILE: z.string().optional().describe('File with the certificate, in PEM, that we show.'),
  HL7_OUT_TLS_KEY_FILE: z.string().optional().describe('File with the key of HL7_OUT_TLS_CERTIFICATE_FILE, in PEM.'),
  HL7_OUT_KEEP_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(3_650)
    .default(90)
    .describe('Days that messages are kept for a replay, after they were acknowledged; 1 to 3650.'),
  HL7_OUT_KEY: z
    .string()
    .min(shortestKey, `expected at least ${shortestKey} characters`)
    .optional()
    .describe(`Set it to a secret of at least ${shortestKey} random characters: control ids are made with it.`),
  HL7_OUT_PROCESSING_ID: z.enum(['T', 'P']).default('T').describe('MSH-11: P for production, T for all else.'),
  HL7_OUT_ACKNOWLEDGE: z
    .enum(['original', 'enhanced', 'accept-only'])
    .default('original')
    .describe('How the receiver acknowledges: original (AA), enhanced (CA, then AA) or accept-only (CA).'),
  HL7_OUT_WINDOW: z.coerce
    .number()
    .int()
    .min(1)
    .max(64)
    .default(1)
    .describe('Messages in flight, each of another patient, 1 to 64.'),
  HL7_OUT_TIMEOUT_MS: z.coerce
    .number()
    .int()
    .min(100)
    .max(120_000)
    .default(30_000)
    .describe('Milliseconds that an acknowledgement may take, 100 to 120000.'),
  HL7_OUT_TIME_ZONE: z
    .string()
    .refine(isTimeZone, 'expected an IANA time zone')
    .default('UTC')
    .describe("The hospital's time zone, for example America/Chicago."),
  HL7_OUT_ASSIGNERS: assigners
    .default(new Map())
    .describe(
      'Who gives out numbers, as JSON, for example {"urn:oid:1.2.3":{"namespace":"RIVERSIDE","type":"MR"}}. Messages need it for patients.',
    ),
  HL7_OUT_SENDING_APPLICATION: name.default('ILIUM').describe('MSH-3, and who gives out the numbers of records.'),
  HL7_OUT_SENDING_FACILITY: name.optional().describe('MSH-4.'),
  HL7_OUT_RECEIVING_APPLICATION: name.optional().describe('MSH-5.'),
  HL7_OUT_RECEIVING_FACILITY: name.optional().describe('MSH-6.'),
  HL7_OUT_DOCUMENT_TYPE: z
    .string()
    .regex(/^[A-Z0-9]{1,20}$/)
    .default('PN')
    .describe('TXA-2 (HL7 table 0270) of the summaries of sessions; PN is a procedure note.'),
};
