import { z } from 'zod';
import { concept, dateTime, period, record, reference, type Concept } from '../resource/elements.js';
import { allCodesOf, codesOf, modifiersIn } from './codes.js';
import { mapping, patientOf, reportEvent, together, work, type MappingContext, type Places } from './mapping.js';
import { spanOf } from './moments.js';
import { sitesOf, type Sites } from './sites.js';
import { ordersOf, performerOf, procedureOf, visitOf } from './ties.js';

const schema = z.looseObject({
  ...record,
  status: z.enum([
    'preparation',
    'in-progress',
    'not-done',
    'on-hold',
    'stopped',
    'completed',
    'entered-in-error',
    'unknown',
  ]),
  category: concept.optional(),
  code: concept.optional(),
  subject: reference,
  encounter: reference.optional(),
  performedDateTime: dateTime.optional(),
  performedPeriod: period.optional(),
  performedString: z.string().optional(),
  performer: z.array(z.looseObject({ actor: reference })).optional(),
  location: reference.optional(),
  reasonCode: z.array(concept).optional(),
  bodySite: z.array(concept).optional(),
  basedOn: z.array(reference).optional(),
  partOf: z.array(reference).optional(),
  extension: z.array(z.looseObject({ url: z.string(), valueReference: reference.optional() })).optional(),
});
type Procedure = z.output<typeof schema>;

/** FHIR R4, event-status; our events know no pause. */
const statuses: Readonly<Record<Procedure['status'], string>> = {
  preparation: 'preparation',
  'in-progress': 'in-progress',
  'not-done': 'not-done',
  'on-hold': 'unknown',
  stopped: 'stopped',
  completed: 'completed',
  'entered-in-error': 'unknown',
  unknown: 'unknown',
};

const places: Places = {
  'report.status': 'Procedure.status',
  'report.codes': 'Procedure.code',
  'report.text': 'Procedure.code.text',
  'report.modifiers': 'Procedure.code',
  'report.purpose': 'Procedure.category',
  'report.performed': 'Procedure.performed',
  'report.performer': 'Procedure.performer',
  'report.location': 'Procedure.location',
  'report.diagnoses': 'Procedure.reasonCode',
  'report.bodySite': 'Procedure.bodySite',
  'report.laterality': 'Procedure.bodySite',
  'report.visit': 'Procedure.encounter',
  'report.orders': 'Procedure.basedOn',
  'report.procedureIdentifier': 'Procedure.partOf',
};

export const procedure = mapping(schema, (content, context) => {
  const patient = patientOf(content.subject, context);
  if (patient === undefined) return work('no-patient', 'Procedure.subject');
  const status = content.status === 'entered-in-error' ? 'void' : 'final';
  const { sites, isTorn } = sitesOf([...(content.bodySite ?? []), ...bodyStructures(content, context.references)]);
  const report = reportOf(content, sites, context);
  const event = reportEvent({ kind: 'procedure', patient, status, report, places }, context);
  const isVague = content.performedString !== undefined;
  return together(
    { events: [event], work: [] },
    ...(isTorn ? [work('unreadable-field', 'Procedure.bodySite')] : []),
    ...(isVague ? [work('unreadable-field', 'Procedure.performedString')] : []),
  );
});

function reportOf(content: Procedure, sites: Sites, { references }: MappingContext): object {
  const codes = codesOf(content.code);
  const { start, end } = spanOf(content.performedDateTime, content.performedPeriod);
  const [purpose] = codesOf(content.category);
  return {
    status: statuses[content.status],
    codes: codes.length === 0 ? undefined : codes,
    text: content.code?.text,
    modifiers: modifiersIn(codes),
    purpose,
    performed: start,
    performedEnd: end,
    performer: performerOf(references, content.performer),
    location: content.location?.display,
    diagnoses: allCodesOf(content.reasonCode),
    ...sites,
    visit: visitOf(references, content.encounter),
    orders: ordersOf(references, content.basedOn),
    procedureIdentifier: procedureOf(references, content.partOf),
  };
}

const targetBodyStructure = 'http://hl7.org/fhir/StructureDefinition/procedure-targetBodyStructure';
const structure = z.looseObject({ location: concept.optional(), locationQualifier: z.array(concept).optional() });

/** The richer way to say a site and its side: FHIR R4, procedure-targetBodyStructure. */
function bodyStructures({ extension = [] }: Procedure, references: MappingContext['references']): readonly Concept[] {
  return extension
    .filter(({ url }) => url === targetBodyStructure)
    .flatMap(({ valueReference }) => {
      const read = structure.safeParse(references.record(valueReference));
      if (!read.success) return [];
      const { location, locationQualifier = [] } = read.data;
      return [...(location === undefined ? [] : [location]), ...locationQualifier];
    });
}
