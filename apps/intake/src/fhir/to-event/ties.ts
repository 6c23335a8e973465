import type { Identifier } from '@ilium/contracts';
import type { References } from '../naming/references.js';
import type { Reference } from '../resource/elements.js';

const orderTypes = ['ServiceRequest', 'MedicationRequest', 'CarePlan'];
const mostOrders = 20;

/** The first procedure among some references. */
export function procedureOf(
  references: References,
  ...lists: readonly (readonly Reference[] | undefined)[]
): Identifier | undefined {
  return lists
    .flatMap((list) => list ?? [])
    .map((one) => references.name(one, ['Procedure']))
    .find((one) => one !== undefined);
}

export function visitOf(references: References, encounter: Reference | undefined): Identifier | undefined {
  return references.name(encounter, ['Encounter']);
}

export function ordersOf(
  references: References,
  requests: readonly (Reference | undefined)[] | undefined,
): readonly Identifier[] | undefined {
  const orders = (requests ?? []).map((one) => references.name(one, orderTypes)).filter((one) => one !== undefined);
  return orders.length === 0 ? undefined : orders.slice(0, mostOrders);
}

/** Who did it, where that is known by more than the server's own id. */
export function performerOf(
  references: References,
  performers: readonly { readonly actor: Reference }[] | undefined,
): Identifier | undefined {
  return (performers ?? [])
    .map(({ actor }) => references.name(actor, ['Practitioner', 'PractitionerRole'], 'strict'))
    .find((one) => one !== undefined);
}
