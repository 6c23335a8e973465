import type { Code } from '@ilium/contracts';
import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import { drugOf, type Drug } from '../../terminology/drugs.js';
import type { Administration } from './agents.js';
import type { Joint } from '../procedures/joints.js';
import type { LiveReport } from '../reports/live-reports.js';
import { treatedJoints } from './treated-joints.js';

/** A drug that stands on a bill, and in no record of what was given. */
export interface BilledDrug {
  /** The FHIR id of its MedicationAdministration. */
  readonly id: string;
  readonly source: LiveReport<'charge'>;
  readonly drug: Drug;
  /** Units times what one stands for; undefined where either is not known. */
  readonly dose: { readonly value: number; readonly unit: string } | undefined;
  readonly joints: readonly Joint[];
}

/** HCPCS modifier of the line for what was thrown away (trap 13). */
const waste = 'JW';

/**
 * Clinical rule 4: a charge is evidence, not an administration, unless the site says so; and then only where no record of
 * an administration tells of such a drug. It has no route, so it never counts as given into a joint.
 */
export function billedDrugs(
  charges: readonly LiveReport<'charge'>[],
  joints: readonly Joint[],
  administrations: readonly Administration[],
  rules: Rules,
  ids: Ids,
): readonly BilledDrug[] {
  if (!rules.charges.asAdministrations) return [];
  const documented = administrations.map(({ report }) => ({
    drugClass: drugOf(report.medication ?? [], rules)?.drugClass,
    joints: treatedJoints(report, joints, rules),
  }));
  return standing(charges).flatMap((source) => {
    const drug = billedDrugOf(source, rules);
    if (drug === undefined) return [];
    const about = treatedJoints({ ...source.report, start: source.report.serviceDate }, joints, rules);
    const isDocumented = documented.some(
      (given) => given.drugClass === drug.drugClass && given.joints.some((joint) => about.includes(joint)),
    );
    if (isDocumented) return [];
    const id = ids.identify(['MedicationAdministration', source.key]);
    return { id, source, drug, dose: doseOf(source, drug), joints: about };
  });
}

function billedDrugOf({ report: { codes, modifiers } }: LiveReport<'charge'>, rules: Rules): Drug | undefined {
  if (modifiers?.includes(waste)) return undefined;
  const drug = drugOf(codes ?? [], rules);
  return drug?.drugClass === 'other' ? undefined : drug;
}

function doseOf({ report: { quantity } }: LiveReport<'charge'>, { billingUnit }: Drug): BilledDrug['dose'] {
  if (!quantity || billingUnit === undefined) return undefined;
  return { value: quantity.value * billingUnit.value, unit: billingUnit.unit };
}

/** Charges that no credit took back: each credit takes back one charge of its code, visit and day. */
function standing(charges: readonly LiveReport<'charge'>[]): readonly LiveReport<'charge'>[] {
  const credits = charges.filter(({ report }) => report.transaction === 'credit');
  const left = charges.filter(({ report }) => report.transaction !== 'credit');
  for (const credit of credits) {
    const same = left.filter((charge) => isOfSameLine(charge, credit));
    const taken = same.find(({ report }) => report.quantity?.value === credit.report.quantity?.value) ?? same[0];
    if (taken !== undefined) left.splice(left.indexOf(taken), 1);
  }
  return left;
}

function isOfSameLine({ report: a }: LiveReport<'charge'>, { report: b }: LiveReport<'charge'>): boolean {
  const namesOf = (codes: readonly Code[] | null | undefined) => (codes ?? []).map(({ code }) => code);
  return (
    namesOf(a.codes).some((code) => namesOf(b.codes).includes(code)) &&
    a.visit?.value === b.visit?.value &&
    a.procedureIdentifier?.value === b.procedureIdentifier?.value &&
    a.serviceDate === b.serviceDate
  );
}
