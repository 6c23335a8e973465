import { conformanceProblems } from '@ilium/clinical';
import type { Fault } from './fault.js';
import { sendingRules } from './sending-rules.js';
import { sourceOf } from './source-fields.js';

interface Resource {
  readonly resourceType: string;
}

/**
 * Whether a unit is one of UCUM is looked at in the tests of the mapper, which writes no others; whether a record that is
 * referred to is there, the delivery knows better.
 */
const options = { isUcum: () => true, isStored: () => true };

const rulesByType = new Map<string, typeof sendingRules>();
for (const type of new Set(sendingRules.flatMap(({ types }) => types))) {
  rulesByType.set(
    type,
    sendingRules.filter(({ types }) => types.length === 0 || types.includes(type)),
  );
}
const rulesOfAny = sendingRules.filter(({ types }) => types.length === 0);

/** What is wrong with a record that is to be sent. Pure, and total: any JSON that names its type may be asked about. */
export function faultsOf(resource: Resource): readonly Fault[] {
  const { resourceType } = resource;
  const conformance = conformanceProblems([resource], options).map(({ rule, element }) => ({ rule, element }));
  const sending = (rulesByType.get(resourceType) ?? rulesOfAny).flatMap(({ name, brokenAt }) =>
    brokenAt(resource).map((path) => ({ rule: name, element: `${resourceType}.${path}` })),
  );
  return [...conformance, ...sending].map((problem) => ({
    ...problem,
    source: sourceOf(resource, problem.element.slice(resourceType.length + 1)),
  }));
}
