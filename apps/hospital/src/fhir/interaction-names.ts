/** R4's names for what is done with one type or record (`CapabilityStatement.rest.resource.interaction`). */
export const typeInteractions = [
  'read',
  'vread',
  'update',
  'delete',
  'history-instance',
  'create',
  'search-type',
] as const;
export type TypeInteraction = (typeof typeInteractions)[number];

export const interactionNames = [...typeInteractions, 'transaction', 'batch', 'capabilities'] as const;
export type InteractionName = (typeof interactionNames)[number];

export function isTypeInteraction(name: InteractionName | undefined): name is TypeInteraction {
  return typeInteractions.some((known) => known === name);
}
