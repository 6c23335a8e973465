import type { FhirRequest } from '../exchange.js';
import { FhirError } from '../fhir-error.js';
import { isTypeInteraction } from '../interaction-names.js';
import { interactionOf } from '../interaction-of.js';
import { valuesAt } from '../resource.js';
import { isResourceType } from '../resource-types.js';
import type { Profile, ProfileRow } from './profile.js';

/**
 * The request as the target reads it, or its refusal. Types and interactions that the server doesn't know at all are
 * left to it.
 */
export function admit(request: FhirRequest, profile: Profile): FhirRequest {
  const [type] = request.path.split('/');
  const interaction = interactionOf(request);
  if (!isResourceType(type) || !isTypeInteraction(interaction)) return request;
  const row: ProfileRow | undefined = profile.resources[type];
  if (row === undefined) {
    throw new FhirError(404, 'not-supported', 'This server does not know this resource type; see /metadata.');
  }
  if (!row.interactions.includes(interaction)) {
    const code = profile.refusal.interaction === 403 ? 'forbidden' : 'not-supported';
    throw new FhirError(profile.refusal.interaction, code, 'This interaction is not offered here; see /metadata.');
  }
  if (interaction === 'create') return admitCreate(request, row, profile);
  return interaction === 'update' ? admitUpdate(request, row, profile) : request;
}

function admitCreate(request: FhirRequest, row: ProfileRow, profile: Profile): FhirRequest {
  checkCategory(request.body, row, profile);
  if (request.ifNoneExist === undefined || profile.conditionalCreate === 'taken') return request;
  if (profile.conditionalCreate === 'ignored') return { ...request, ifNoneExist: undefined };
  throw new FhirError(412, 'not-supported', 'Conditional creates are not supported; nothing was created.');
}

function admitUpdate(request: FhirRequest, row: ProfileRow, profile: Profile): FhirRequest {
  checkCategory(request.body, row, profile);
  if (request.path.includes('/') || profile.conditionalUpdate) return request;
  throw new FhirError(405, 'not-supported', 'Conditional updates are not supported.');
}

function checkCategory(body: unknown, { categories }: ProfileRow, { refusal }: Profile): void {
  if (categories === undefined) return;
  const given = valuesAt(body, 'category.coding.code');
  if (given.some((code) => categories.some((taken) => taken === code))) return;
  const code = refusal.category === 403 ? 'forbidden' : 'business-rule';
  throw new FhirError(refusal.category, code, 'A record of this category is not taken here.', 'Observation.category');
}
