import { z } from 'zod';
import { csvMaps } from './csv.js';
import { files } from './files.js';
import { fhir } from './fhir.js';
import { hl7Path } from './hl7-path.js';
import { identifierRule } from './identifiers.js';
import { listener } from './listeners.js';
import { observations } from './observations.js';
import { procedureFields, sender } from './senders.js';

/** The part of the site file that says how what comes in is read. Deriving does not depend on it. */

const pattern = z.string().min(1).max(100).describe('`*` stands for anything.');
const patterns = z.array(pattern).readonly().default([]);

export const incoming = {
  environment: z
    .enum(['production', 'test'])
    .default('test')
    .describe('production takes messages with MSH-11 P, test those with T or D; others are kept as work.'),
  listeners: z.array(listener).readonly().default([]).describe('Doors for HL7 v2 over MLLP.'),
  senderFields: z
    .array(hl7Path)
    .readonly()
    .prefault(['MSH-3'])
    .describe(
      'Where the application that truly sent a message stands, behind an interface engine; the first that is valued.',
    ),
  senders: z
    .record(z.string().min(1), sender)
    .default({})
    .describe('What is particular to a sending application; `usual` is for those that are not named.'),
  identifiers: z
    .array(identifierRule)
    .readonly()
    .default([])
    .describe(
      'Systems of numbers, the first row that fits. Those of patients also say which number of PID-3 names the patient.',
    ),
  procedureFields: procedureFields
    .default({})
    .describe('Where messages say of a procedure what PR1 has no field for, such as a Z-segment behind it.'),
  observations: observations.prefault({}).describe('What the codes of observations are about.'),
  testPatients: z
    .strictObject({ identifiers: patterns, names: patterns })
    .prefault({})
    .describe('Patients that are none: by their number, or by their family name.'),
  ours: z
    .strictObject({ locations: patterns, services: patterns })
    .prefault({})
    .describe(
      'Visits that concern us, by PV1-3 and PV1-10: of others nothing new is begun. Left out, or not said by a message: all.',
    ),
  csv: csvMaps.default({}).describe('How CSV files of scores are read, by a name of your own.'),
  files: files.prefault({}).describe('Folders that files are taken from.'),
  fhir: fhir.prefault({}).describe('FHIR servers and clients that records come from.'),
};

const schema = z.strictObject(incoming);

/** How a site's messages are read. */
export type Incoming = z.output<typeof schema>;

export const defaultIncoming: Incoming = schema.parse({});

/** The part of a site file that is about what comes in, and the rest. */
export function withoutIncoming<File extends Incoming>(
  file: File,
): { readonly incoming: Incoming; readonly rest: Omit<File, keyof Incoming> } {
  const {
    environment,
    listeners,
    senderFields,
    senders,
    identifiers,
    procedureFields: fields,
    observations: observed,
    testPatients,
    ours,
    csv,
    files: folders,
    fhir: records,
    ...rest
  } = file;
  return {
    incoming: {
      environment,
      listeners,
      senderFields,
      senders,
      identifiers,
      procedureFields: fields,
      observations: observed,
      testPatients,
      ours,
      csv,
      files: folders,
      fhir: records,
    },
    rest,
  };
}
