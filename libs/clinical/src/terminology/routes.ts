import type { Code } from '@ilium/contracts';
import { isCode, ownSystem, standardCode, type CodeRules } from './site-codes.js';
import { systems } from './systems.js';

/** Where a route leads, as far as it matters to us: into the joint, the epidural space, to a nerve, the skin, or elsewhere. */
export const routeTargets = ['joint', 'epidural', 'nerve', 'skin', 'elsewhere'] as const;
export type RouteTarget = (typeof routeTargets)[number];

interface Route {
  readonly system: string;
  readonly code: string;
  readonly target: RouteTarget;
  /** V official. */
  readonly source: string;
}

const routeCodes = 'V: FHIR route-codes';
const table0162 = 'V: HL7 table 0162 (R4 v2-tables)';

/**
 * HL7 table 0162 has no code for a joint. Its `IA` is intra-ARTERIAL (trap 3). Its `IS`, intrasynovial, and `OTH` are
 * left out: into which joint, or where at all, only the site can say.
 */
const elsewhere =
  'B DT ET GTT GU IA IB IC ICV IH IHA IM IMR IN IO IP IT IU IV MM MTH NG NP NS NT OP OT PF PO PR RM SL TL TRA UR VG VM WND';

export const routes: readonly Route[] = [
  { system: systems.snomed, code: '12130007', target: 'joint', source: `${routeCodes}, intra-articular route` },
  { system: systems.snomed, code: '34206005', target: 'skin', source: `${routeCodes}, subcutaneous route` },
  { system: systems.snomed, code: '6064005', target: 'skin', source: `${routeCodes}, topical route` },
  { system: systems.snomed, code: '26643006', target: 'elsewhere', source: `${routeCodes}, oral route` },
  { system: systems.routes, code: 'EP', target: 'epidural', source: table0162 },
  ...'AP ID SC SD TD TP'.split(' ').map((code) => inTable0162(code, 'skin')),
  ...elsewhere.split(' ').map((code) => inTable0162(code, 'elsewhere')),
  // What a site may map its own codes to. No standard code of a route to a nerve was verified.
  ...routeTargets.map((target) => ({ system: ownSystem, code: target, target, source: 'V: our own code' })),
];

function inTable0162(code: string, target: RouteTarget): Route {
  return { system: systems.routes, code, target, source: table0162 };
}

/** Where a route leads; undefined where none is said or no table knows it: that is never a route into the joint. */
export function routeTargetOf(route: Code | null | undefined, rules: CodeRules): RouteTarget | undefined {
  if (!route) return undefined;
  const standard = standardCode(route, 'routes', rules);
  return routes.find((row) => isCode(row, standard))?.target;
}
