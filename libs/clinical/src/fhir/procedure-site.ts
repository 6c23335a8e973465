import type { ProcedureType } from '@ilium/contracts';
import type { CodeableConcept } from '@medplum/fhirtypes';
import type { Joint } from '../derive/procedures/joints.js';
import type { Rules } from '../rules.js';
import { procedureTypeNames } from '../terminology/procedures.js';
import { sacroiliacJoint } from '../terminology/sides.js';
import { systems } from '../terminology/systems.js';

/** Where procedures of a type are done, where it is not the SI joint. No code was verified: these are words only. */
const neighbours: Readonly<Partial<Record<ProcedureType, string>>> = {
  'facet-injection': 'facet joints',
  'medial-branch-block': 'medial branches',
  'facet-or-medial-branch-block': 'facet joints',
  'facet-rfa': 'facet joints',
  'epidural-injection': 'epidural space',
};

const regionNames = { 'cervical-thoracic': 'cervical or thoracic', 'lumbar-sacral': 'lumbar or sacral' } as const;
const sideNames = { left: 'left', right: 'right', unknown: undefined } as const;

export function bodySiteOf({ type, side, region, approach }: Joint, rules: Rules): CodeableConcept {
  const neighbour = neighbours[type];
  if (neighbour === undefined) {
    return siteOfJoint(side, rules);
  }
  const name = [sideNames[side], region && regionNames[region], neighbour]
    .filter((part) => part !== undefined)
    .join(' ');
  // Other ways into the epidural space go in at the middle: there is no side to report.
  const hasSide = type !== 'epidural-injection' || approach === 'transforaminal';
  return { text: capital(side === 'unknown' && hasSide ? `${name}, side not reported` : name) };
}

/** The SI joint of a side. */
export function siteOfJoint(side: Joint['side'], { codeExpressions }: Rules): CodeableConcept {
  const rows = sacroiliacJoint[side].filter(({ code }) => codeExpressions || !code.includes(':'));
  return { coding: rows.map(({ code }) => ({ system: systems.snomed, code })), text: rows[0]?.text ?? '' };
}

/** The name of a procedure, with the region and the way in where they are known. */
export function procedureName({ type, region, approach }: Joint): string {
  return [procedureTypeNames[type], region && regionNames[region], approach]
    .filter((part) => part !== undefined)
    .join(', ');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
