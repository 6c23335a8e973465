import type { CodeableConcept, MedicationAdministration, MedicationAdministrationDosage } from '@medplum/fhirtypes';
import type { Joint } from '../derive/procedures/joints.js';
import type { LiveReport } from '../derive/reports/live-reports.js';
import { isPeriod } from '../derive/reports/moments.js';
import type { Rules } from '../rules.js';
import {
  absent,
  conceptOf,
  distinctCodings,
  encounterOf,
  identifierOf,
  metaOf,
  quantityOf,
  referencesTo,
  subjectOf,
  withStandard,
  type FhirContext,
} from './records.js';

/** A drug that was given, or was not, for the joints that its source ties it to. A dose stays in the source's unit. */
export function toMedicationAdministration(
  id: string,
  { report, identifier }: LiveReport<'administration'>,
  joints: readonly Joint[],
  context: FhirContext,
): MedicationAdministration & { id: string } {
  const encounter = encounterOf(report.visit);
  const dosage = dosageOf(report, context.rules);
  return {
    resourceType: 'MedicationAdministration',
    id,
    meta: metaOf(context),
    ...(identifier === undefined ? {} : { identifier: [identifierOf(identifier)] }),
    ...(joints.length === 0
      ? {}
      : {
          partOf: referencesTo(
            'Procedure',
            joints.map((joint) => joint.id),
          ),
        }),
    status: report.status ?? 'unknown',
    medicationCodeableConcept: medicationOf(report, context.rules),
    subject: subjectOf(context),
    ...(encounter === undefined ? {} : { context: encounter }),
    ...effectiveOf(report),
    ...(report.performer
      ? { performer: [{ actor: { type: 'Practitioner', identifier: identifierOf(report.performer) } }] }
      : {}),
    ...(dosage === undefined ? {} : { dosage }),
  };
}

type Administration = LiveReport<'administration'>['report'];

function medicationOf({ medication, text }: Administration, rules: Rules): CodeableConcept {
  const coding = distinctCodings((medication ?? []).flatMap((code) => withStandard(code, 'drugs', rules)));
  if (coding.length === 0 && !text) return absent('unknown');
  return { ...(coding.length > 0 ? { coding } : {}), ...(text ? { text } : {}) };
}

function effectiveOf({ start, end }: Administration) {
  if (!start) return { _effectiveDateTime: absent('unknown') };
  return end && isPeriod(start, end) ? { effectivePeriod: { start, end } } : { effectiveDateTime: start };
}

/** R4 mad-1: a dosage has a dose or a rate; where only a route or a site was told, that the dose is not known. */
function dosageOf({ dose, route, bodySite }: Administration, rules: Rules): MedicationAdministrationDosage | undefined {
  const [site] = bodySite ?? [];
  if (!dose && !route && site === undefined) return undefined;
  return {
    ...(site === undefined ? {} : { site: conceptOf(site) }),
    ...(route ? { route: { coding: withStandard(route, 'routes', rules) } } : {}),
    dose: dose ? quantityOf(dose.value, dose.unit) : absent('unknown'),
  };
}
