import { FhirError } from './fhir-error.js';
import { isObject, valuesAt, type Resource } from './resource.js';
import { isResourceType, rulesOf, type ResourceTypeName } from './resource-types.js';

/** R4 data type `id`. */
const idPattern = /^[A-Za-z0-9\-.]{1,64}$/;

/** An id that a client may give a new resource. Digits only are the server's own, as on HAPI. */
export function checkId(id: string, expression: string): void {
  if (!idPattern.test(id)) {
    throw new FhirError(400, 'value', 'An id has 1 to 64 letters, digits, hyphens and dots.', expression);
  }
  if (/^\d+$/.test(id)) {
    throw new FhirError(400, 'value', 'An id that a client gives must not be all digits.', expression);
  }
}

export function checkType(type: string): ResourceTypeName {
  if (isResourceType(type)) return type;
  throw new FhirError(404, 'not-supported', 'This server does not know this resource type; see /metadata.');
}

/** A resource of the expected type with all that R4 demands of it: 400 when it isn't one, 422 when it breaks a rule. */
export function checkResource(body: unknown, type: ResourceTypeName): Resource {
  if (!isObject(body)) throw new FhirError(400, 'structure', 'The body has to be a resource.');
  if (body['resourceType'] !== type) {
    throw new FhirError(400, 'invalid', 'resourceType does not agree with the address.', `${type}.resourceType`);
  }
  const resource: Resource = { ...body, resourceType: type };
  checkShape(resource, type);
  for (const path of rulesOf(type).required) checkRequired(resource, type, path);
  checkStatus(resource, type);
  return resource;
}

function checkShape(resource: Resource, type: ResourceTypeName): void {
  if (resource.id !== undefined && typeof resource.id !== 'string') {
    throw new FhirError(400, 'structure', 'An id is a text.', `${type}.id`);
  }
  if (resource.meta !== undefined && !isObject(resource.meta)) {
    throw new FhirError(400, 'structure', 'meta is an object.', `${type}.meta`);
  }
}

function checkRequired(resource: Resource, type: ResourceTypeName, path: string): void {
  const cut = path.lastIndexOf('.');
  const parents = cut === -1 ? [resource] : valuesAt(resource, path.slice(0, cut));
  const element = path.slice(cut + 1);
  if (parents.every((parent) => valuesAt(parent, element).length > 0)) return;
  throw new FhirError(422, 'required', 'A required element is missing.', `${type}.${path.replace('[x]', '')}`);
}

function checkStatus(resource: Resource, type: ResourceTypeName): void {
  const { statuses } = rulesOf(type);
  const status = resource['status'];
  if (statuses === undefined || status === undefined) return;
  if (typeof status !== 'string' || !statuses.includes(status)) {
    throw new FhirError(422, 'value', 'The status is not one of the codes that R4 allows.', `${type}.status`);
  }
}
