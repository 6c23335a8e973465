import { isRetracted, type DesiredResource } from '@ilium/contracts';

/**
 * That nothing is known of somebody any more takes back what was said of them, and not the person, whose records are there:
 * only who is replaced by another Patient is no longer active.
 */
export function stillActive(resource: DesiredResource): DesiredResource {
  if (resource.resourceType !== 'Patient' || !isRetracted(resource) || 'link' in resource) return resource;
  const { active: _said, ...rest } = resource;
  return rest;
}
