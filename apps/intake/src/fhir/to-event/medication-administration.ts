import { z } from 'zod';
import { concept, dateTime, period, quantity, record, reference } from '../resource/elements.js';
import { codesOf, doseOf } from './codes.js';
import { mapping, patientOf, reportEvent, together, work, type MappingContext, type Places } from './mapping.js';
import { spanOf } from './moments.js';
import { sitesOf, type Sites } from './sites.js';
import { ordersOf, performerOf, procedureOf, visitOf } from './ties.js';

const schema = z.looseObject({
  ...record,
  status: z.enum(['in-progress', 'not-done', 'on-hold', 'completed', 'entered-in-error', 'stopped', 'unknown']),
  medicationCodeableConcept: concept.optional(),
  medicationReference: reference.optional(),
  subject: reference,
  context: reference.optional(),
  effectiveDateTime: dateTime.optional(),
  effectivePeriod: period.optional(),
  performer: z.array(z.looseObject({ actor: reference })).optional(),
  request: reference.optional(),
  partOf: z.array(reference).optional(),
  dosage: z.looseObject({ site: concept.optional(), route: concept.optional(), dose: quantity.optional() }).optional(),
});
type Administration = z.output<typeof schema>;

/** FHIR R4, medication-admin-status; what is still going on is no administration yet. */
const statuses: Readonly<Record<Administration['status'], string>> = {
  'in-progress': 'unknown',
  'not-done': 'not-done',
  'on-hold': 'unknown',
  completed: 'completed',
  'entered-in-error': 'unknown',
  stopped: 'stopped',
  unknown: 'unknown',
};

const places: Places = {
  'report.status': 'MedicationAdministration.status',
  'report.medication': 'MedicationAdministration.medication',
  'report.text': 'MedicationAdministration.medication',
  'report.lot': 'MedicationAdministration.medication',
  'report.dose': 'MedicationAdministration.dosage.dose',
  'report.route': 'MedicationAdministration.dosage.route',
  'report.bodySite': 'MedicationAdministration.dosage.site',
  'report.laterality': 'MedicationAdministration.dosage.site',
  'report.start': 'MedicationAdministration.effective',
  'report.end': 'MedicationAdministration.effective',
  'report.performer': 'MedicationAdministration.performer',
  'report.visit': 'MedicationAdministration.context',
  'report.orders': 'MedicationAdministration.request',
  'report.procedureIdentifier': 'MedicationAdministration.partOf',
};

export const medicationAdministration = mapping(schema, (content, context) => {
  const patient = patientOf(content.subject, context);
  if (patient === undefined) return work('no-patient', 'MedicationAdministration.subject');
  const status = content.status === 'entered-in-error' ? 'void' : 'final';
  const { sites, isTorn } = sitesOf([content.dosage?.site]);
  const report = reportOf(content, sites, context);
  const event = reportEvent({ kind: 'administration', patient, status, report, places }, context);
  const isInexact = content.dosage?.dose?.comparator !== undefined;
  return together(
    { events: [event], work: [] },
    ...(isTorn ? [work('unreadable-field', 'MedicationAdministration.dosage.site')] : []),
    ...(isInexact ? [work('unreadable-field', 'MedicationAdministration.dosage.dose.comparator')] : []),
  );
});

const drug = z.looseObject({
  code: concept.optional(),
  batch: z.looseObject({ lotNumber: z.string().optional() }).optional(),
});

function reportOf(content: Administration, sites: Sites, { references }: MappingContext): object {
  const read = drug.safeParse(references.record(content.medicationReference));
  const { code = undefined, batch = undefined } = read.success ? read.data : {};
  const medication = content.medicationCodeableConcept ?? code;
  const codes = codesOf(medication);
  const { start, end } = spanOf(content.effectiveDateTime, content.effectivePeriod);
  const { route, dose } = content.dosage ?? {};
  return {
    status: statuses[content.status],
    medication: codes.length === 0 ? undefined : codes,
    text: medication?.text ?? (codes.length === 0 ? content.medicationReference?.display : undefined),
    lot: batch?.lotNumber,
    dose: doseOf(dose),
    route: codesOf(route)[0],
    ...sites,
    start,
    end,
    performer: performerOf(references, content.performer),
    visit: visitOf(references, content.context),
    orders: ordersOf(references, [content.request]),
    procedureIdentifier: procedureOf(references, content.partOf),
  };
}
