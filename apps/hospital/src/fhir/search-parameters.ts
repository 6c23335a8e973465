import { isObject, valuesAt, type JsonObject, type Resource } from './resource.js';
import { isResourceType, type ResourceTypeName } from './resource-types.js';

type ParameterKind = 'token' | 'reference';

export interface SearchParameter {
  readonly kind: ParameterKind;
  /** Of one element, or of several: `identifier | masterIdentifier`. */
  readonly path: string;
  /** Where the parameter counts only references to this type: `patient`. */
  readonly target?: ResourceTypeName;
}

const token = (path: string): SearchParameter => ({ kind: 'token', path });
const reference = (path: string): SearchParameter => ({ kind: 'reference', path });
const patient = (path: string): SearchParameter => ({ kind: 'reference', path, target: 'Patient' });

const subject = { subject: reference('subject'), patient: patient('subject') };
const identified = { identifier: token('identifier') };
const withStatus = { status: token('status') };

/** Parameters that every type has; `_id` and `_lastUpdated` need no index. */
export const commonParameters: Readonly<Record<string, SearchParameter>> = {
  _tag: token('meta.tag'),
};

/** Indexed search parameters, a subset of R4's, by its names. */
export const searchParameters: Readonly<Record<ResourceTypeName, Readonly<Record<string, SearchParameter>>>> = {
  Patient: { ...identified },
  Practitioner: { ...identified },
  Organization: { ...identified },
  Location: { ...identified, ...withStatus },
  Device: { ...identified, ...withStatus, patient: patient('patient') },
  Encounter: { ...identified, ...withStatus, ...subject },
  Procedure: {
    ...identified,
    ...withStatus,
    ...subject,
    encounter: reference('encounter'),
    code: token('code'),
    'part-of': reference('partOf'),
  },
  Observation: {
    ...identified,
    ...withStatus,
    ...subject,
    encounter: reference('encounter'),
    code: token('code'),
    category: token('category'),
    'part-of': reference('partOf'),
    'derived-from': reference('derivedFrom'),
    focus: reference('focus'),
  },
  MedicationAdministration: {
    ...identified,
    ...withStatus,
    ...subject,
    // R4 calls the encounter of a MedicationAdministration its context; `encounter` is this server's name for the same.
    context: reference('context'),
    encounter: reference('context'),
    code: token('medicationCodeableConcept'),
  },
  Provenance: { target: reference('target'), patient: patient('target') },
  QuestionnaireResponse: { ...identified, ...withStatus, ...subject, encounter: reference('encounter') },
  Communication: { ...identified, ...withStatus, ...subject, encounter: reference('encounter') },
  DocumentReference: {
    identifier: token('identifier | masterIdentifier'),
    ...withStatus,
    ...subject,
    encounter: reference('context.encounter'),
    type: token('type'),
  },
};

export function parameterOf(type: ResourceTypeName, name: string): SearchParameter | undefined {
  const own = searchParameters[type];
  return Object.hasOwn(own, name)
    ? own[name]
    : Object.hasOwn(commonParameters, name)
      ? commonParameters[name]
      : undefined;
}

/** The index terms of a resource: what a search for one of its parameters looks up. */
export function indexTerms(resource: Resource): readonly string[] {
  const type = resource.resourceType;
  if (!isResourceType(type)) return [];
  const terms = new Set<string>();
  for (const [name, parameter] of Object.entries({ ...searchParameters[type], ...commonParameters })) {
    for (const value of parameter.path.split(' | ').flatMap((path) => valuesAt(resource, path))) {
      for (const text of textsOf(value, parameter)) terms.add(indexTerm(type, name, text));
    }
  }
  return [...terms];
}

export function indexTerm(type: ResourceTypeName, name: string, value: string): string {
  return `${type}?${name}=${value}`;
}

/** The spellings under which a value is found: `system|code`, `code`, and `|code` where it has no system. */
function textsOf(value: unknown, { kind, target }: SearchParameter): readonly string[] {
  if (typeof value === 'string') return [value, `|${value}`];
  if (!isObject(value)) return [];
  if (kind === 'token') return tokensOf(value);
  const text = value['reference'];
  if (typeof text !== 'string') return [];
  if (target !== undefined && !text.startsWith(`${target}/`)) return [];
  const [key = text] = text.split('/_history/');
  return [key, key.slice(key.indexOf('/') + 1)];
}

function tokensOf(value: JsonObject): readonly string[] {
  const codings = Array.isArray(value['coding']) ? value['coding'].filter(isObject) : [value];
  return codings.flatMap(({ system, code, value: text }) => {
    const content = typeof code === 'string' ? code : text;
    if (typeof content !== 'string') return [];
    return typeof system === 'string' ? [`${system}|${content}`, content] : [`|${content}`, content];
  });
}
