import type { Bundle } from '@medplum/fhirtypes';
import { at, elementsOf, isObject, textsAt } from './elements.js';
import { claims, isId } from './formats.js';
import { profiledTypes, type CheckedRecord, type Rule, type Surroundings, type UsCoreVersion } from './rule.js';
import { conformanceRules } from './table.js';

/** A rule that a record breaks. It names no content: who reads it in a log learns nothing of a patient. */
export interface Problem {
  /** Name of the rule in the table. */
  readonly rule: string;
  /** Type and path of the element, without positions in lists. */
  readonly element: string;
  /** `Type/id` of the record; its place in the list where its id is none. */
  readonly key: string;
}

export interface ConformanceOptions {
  /** The US Core version to conform to; without it, what any of the versions demands. */
  readonly profileVersion?: UsCoreVersion;
  readonly isUcum: (code: string) => boolean;
  /** Whether the record that a reference (`Type/id`) names is stored already. Without it, each has to be in the bundle. */
  readonly isStored?: (reference: string) => boolean;
}

/** What is wrong with the records of one bundle, by the table of rules. Pure, and total: any JSON may be asked about. */
export function conformanceProblems(
  records: readonly CheckedRecord[],
  options: ConformanceOptions,
): readonly Problem[] {
  return problemsOf(
    records,
    records.map((record) => [keyOf(record), record.resourceType]),
    options,
  );
}

/** The same for a bundle, whose own rules are checked too, and in which references may name full URLs. */
export function bundleProblems(bundle: Bundle | CheckedRecord, options: ConformanceOptions): readonly Problem[] {
  const entries = at(bundle, 'entry');
  const records = entries.flatMap((entry) => at(entry, 'resource')).filter(isRecord);
  const places = entries.flatMap((entry) =>
    at(entry, 'resource')
      .filter(isRecord)
      .flatMap((record) =>
        [keyOf(record), ...textsAt(entry, 'fullUrl')].map((place) => [place, record.resourceType] as const),
      ),
  );
  return [...problemsOf([bundle], places, options), ...problemsOf(records, places, options)];
}

function problemsOf(
  records: readonly CheckedRecord[],
  places: readonly (readonly [reference: string, type: string])[],
  { profileVersion, isUcum, isStored = () => false }: ConformanceOptions,
): readonly Problem[] {
  const types = new Map(places);
  const typeAt = (reference: string) => {
    const version = reference.indexOf('/_history/');
    const place = version < 0 ? reference : reference.slice(0, version);
    return types.get(place) ?? (isStored(place) ? typeOf(place) : undefined);
  };
  return records.flatMap((record, place) => {
    const surroundings: Surroundings = { elements: elementsOf(record), isUcum, typeAt };
    const [id = ''] = textsAt(record, 'id');
    const key = isId(id) ? keyOf(record) : `${record.resourceType}[${place}]`;
    return rulesFor(record, profileVersion).flatMap((rule) => {
      const paths = rule.brokenAt(record, surroundings);
      return paths.length === 0
        ? []
        : [...new Set(paths)].map((path) => ({ rule: rule.name, element: `${record.resourceType}.${path}`, key }));
    });
  });
}

const subjects = new Set<string>(conformanceRules.map(({ subject }) => subject));
const profiles = [...subjects].filter((subject) => subject in profiledTypes);
const rulesByShape = new Map<string, readonly Rule[]>();
/** Records of ours have a few dozen; those of others may have any. */
const mostShapes = 1_000;

/** The rules that bind a record, looked for once for all records of its type, profiles and names: each delivery asks. */
function rulesFor(record: CheckedRecord, version: UsCoreVersion | undefined): readonly Rule[] {
  const type = subjects.has(record.resourceType) ? record.resourceType : '';
  const isProfiled = textsAt(record, 'meta.profile').length > 0;
  const own = [type, ...(isProfiled ? profiles.filter((profile) => claims(record, profile)) : [])];
  const shape = `${version} ${own.join(' ')} ${Object.keys(record).join(' ')}`;
  const known = rulesByShape.get(shape);
  if (known !== undefined) return known;
  const rules = conformanceRules.filter(
    ({ subject, versions, keptWithout }) =>
      (version === undefined || versions.includes(version)) &&
      (subject === 'every record' ? type !== 'Bundle' : own.includes(subject)) &&
      (keptWithout === undefined || keptWithout in record),
  );
  if (rulesByShape.size >= mostShapes) rulesByShape.clear();
  rulesByShape.set(shape, rules);
  return rules;
}

/** `Procedure` of `https://ehr.example/fhir/Procedure/17`. */
function typeOf(place: string): string | undefined {
  const end = place.lastIndexOf('/');
  return end < 0 ? undefined : place.slice(place.lastIndexOf('/', end - 1) + 1, end);
}

function keyOf(record: CheckedRecord): string {
  return `${record.resourceType}/${textsAt(record, 'id').join()}`;
}

function isRecord(value: unknown): value is CheckedRecord {
  return isObject(value) && textsAt(value, 'resourceType').length > 0;
}
