import type { MedicationAdministration, Observation, Patient, Procedure } from '@medplum/fhirtypes';
import type { Code, Identifier } from '@ilium/contracts';
import type { CodeableConcept, Coding, Meta, Quantity, Reference } from '@medplum/fhirtypes';
import type { Rules } from '../rules.js';
import { ownSystem, standardCode, type CodeTable } from '../terminology/site-codes.js';
import { systems, systemUri } from '../terminology/systems.js';

/** The records that Ilium writes to an EHR, each with its id. */
export type FhirRecord = (Procedure | MedicationAdministration | Observation | Patient) & { readonly id: string };

export interface FhirContext {
  readonly rules: Rules;
  /** The patient whom all records name. */
  readonly subject: Identifier;
}

export function metaOf({ rules }: FhirContext, profile?: string): Meta {
  return {
    ...(profile === undefined ? {} : { profile: [`http://hl7.org/fhir/us/core/StructureDefinition/${profile}`] }),
    tag: [{ system: `${rules.base}/CodeSystem/tag`, code: 'ilium' }],
  };
}

/** Element by element, in one order: equal records have to be equal texts, whatever a store did to the order of fields. */
export function identifierOf({ system, value }: Identifier) {
  return { system, value };
}

/** The delivery side knows the target's Patient; we know who is meant. */
export function subjectOf({ subject }: FhirContext) {
  return { type: 'Patient' as const, identifier: identifierOf(subject) };
}

export function encounterOf(visit: Identifier | null | undefined) {
  return visit ? { type: 'Encounter' as const, identifier: identifierOf(visit) } : undefined;
}

export function referencesTo<Type extends 'Procedure' | 'Observation'>(type: Type, ids: readonly string[]) {
  return ids.map((id): Reference<never> => ({ reference: `${type}/${id}` }));
}

/** A system that FHIR can't name, such as a site's own `99CDM`, is left out: the code stays as it was said. */
export function codingOf(code: Code): Coding {
  const system = systemUri(code.system);
  return {
    ...(system === undefined || !isUri(system) ? {} : { system }),
    code: code.code,
    ...(code.display === undefined ? {} : { display: code.display }),
  };
}

function isUri(system: string): boolean {
  return /^[a-z][a-z0-9+.-]*:./i.test(system);
}

/** Each coding once, in the order of appearance. One without a system adds nothing to one with it. */
export function distinctCodings(codings: readonly Coding[]): Coding[] {
  const named = new Set(codings.filter(({ system }) => system !== undefined).map(({ code }) => code));
  const telling = codings.filter(({ system, code }) => system !== undefined || !named.has(code));
  return [...new Map(telling.map((coding) => [`${coding.system}|${coding.code}`, coding])).values()];
}

/** A code with what the site says it stands for, where that is a standard code; a class of ours adds nothing to it. */
export function withStandard(code: Code, table: CodeTable, rules: Rules): Coding[] {
  const standard = standardCode(code, table, rules);
  return distinctCodings([...(standard.system ? [standard] : []), code].filter(isNotOwn).map(codingOf));
}

function isNotOwn({ system }: Code): boolean {
  return system !== ownSystem;
}

export function conceptOf(code: Code): CodeableConcept {
  return { coding: [codingOf(code)] };
}

/** How far the source stands behind it, as FHIR says it. A corrected value was wrong before. */
const observationStatuses: Readonly<Record<string, Observation['status']>> = {
  preliminary: 'preliminary',
  final: 'final',
  corrected: 'corrected',
};

export function observationStatusOf(status: string): Observation['status'] {
  return observationStatuses[status] ?? 'unknown';
}

/** Units that sources write, as UCUM (validated with the UCUM validator of NLM). */
const ucum: Readonly<Record<string, string>> = {
  mg: 'mg',
  ml: 'mL',
  ug: 'ug',
  mcg: 'ug',
  µg: 'ug',
  '%': '%',
  '{score}': '{score}',
};

export function quantityOf(value: number, unit: string | undefined): Quantity {
  const code = unit === undefined ? undefined : ucum[unit.toLowerCase()];
  return {
    value,
    ...(unit === undefined ? {} : { unit }),
    ...(code === undefined ? {} : { system: systems.ucum, code }),
  };
}

/** FHIR R4, data-absent-reason: for an element that must be there and is not known. */
export function absent(reason: 'unknown' | 'not-asked' | 'asked-declined') {
  return { extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: reason }] };
}
