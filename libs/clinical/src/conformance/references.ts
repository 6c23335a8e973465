import { textsAt, type Elements } from './elements.js';
import { pathsWhere, usCoreVersions, type Rule, type Surroundings } from './rule.js';

/** FHIR R4, references: `Procedure/x1`, absolute or not, with or without a version. */
const literal =
  /^(?<base>https?:\/\/.+\/)?(?<type>[A-Z][A-Za-z]+)\/(?<id>[A-Za-z0-9\-.]{1,64})(?:\/_history\/[A-Za-z0-9\-.]{1,64})?$/;

/** The types that a reference says or shows: what it leads to, what its address says, what it calls itself. */
export function typesOf(reference: unknown, typeAt: Surroundings['typeAt']): readonly string[] {
  const shown = textsAt(reference, 'reference').flatMap(
    (text) => typeAt(text) ?? literal.exec(text)?.groups?.['type'] ?? [],
  );
  const types = [...shown, ...textsAt(reference, 'type')];
  return types.length < 2 ? types : [...new Set(types)];
}

/** Rules that hold for every reference in every record. */
export const referenceRules: readonly Rule[] = [
  {
    name: 'reference resolves',
    subject: 'every record',
    element: '(reference)',
    versions: usCoreVersions,
    demands: 'a literal reference leads to a record of the same bundle, or to one that is known to be stored',
    source: 'FHIR R4, bundle.html, resolving references in bundles; transactions are refused otherwise',
    brokenAt: (_, { elements, typeAt }) =>
      brokenReferences(elements, (text) => isElsewhere(text) || typeAt(text) !== undefined),
  },
  {
    name: 'ref-1',
    subject: 'every record',
    element: '(reference)',
    versions: usCoreVersions,
    demands: 'a local reference leads to a contained record',
    source: 'FHIR R4, StructureDefinition Reference',
    brokenAt: (record, { elements }) => {
      const contained = new Set(textsAt(record, 'contained.id').map((id) => `#${id}`));
      return brokenReferences(elements, (text) => !text.startsWith('#') || contained.has(text));
    },
  },
  {
    name: 'reference type',
    subject: 'every record',
    element: '(reference)',
    versions: usCoreVersions,
    demands: 'a reference that says a type and an address means the same with both',
    source: 'FHIR R4, references.html, Reference.type',
    brokenAt: (_, { elements, typeAt }) =>
      pathsWhere(
        elements.having.reference,
        ({ value }) => textsAt(value, 'reference').length > 0 && typesOf(value, typeAt).length > 1,
      ),
  },
];

/** In the record itself (see ref-1), or on another server: nothing that this bundle could hold. */
function isElsewhere(reference: string): boolean {
  return reference.startsWith('#') || /^https?:/.test(reference);
}

function brokenReferences({ having }: Elements, isRight: (reference: string) => boolean): readonly string[] {
  return pathsWhere(having.reference, ({ value }) => !textsAt(value, 'reference').every(isRight));
}
