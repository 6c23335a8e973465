import type { Identifier } from '@ilium/contracts';
import type { NumberKind } from '../feed/vocabulary.js';

/** Who gives out which numbers (HD of CX, EI and XCN). The hospital's site file says which system each of them is. */
const assigners: Readonly<Record<NumberKind, string>> = {
  mrn: 'RIVERSIDE',
  visit: 'RIVERSIDE',
  account: 'RIVERSIDE',
  practitioner: 'RIVERSIDE',
  order: 'SIM-ORDERS',
  procedure: 'SIM-EHR',
  'facility-line': 'SIM-FACILITY',
  administration: 'SIM-EMAR',
  transaction: 'SIM-BILLING',
  score: 'SIM-PRO',
  complication: 'SIM-SAFETY',
  history: 'SIM-HISTORY',
};

/** Undefined for a number that is not one of the hospital's. */
export function assignerOf({ system }: Identifier): string | undefined {
  const kind = system.slice(system.lastIndexOf('/') + 1);
  return isNumberKind(kind) ? assigners[kind] : undefined;
}

function isNumberKind(kind: string): kind is NumberKind {
  return Object.hasOwn(assigners, kind);
}
