/** Names of code systems in HL7 v2 (table 0396) by their URIs in FHIR (terminology.hl7.org, V2-0396). */
const names: Readonly<Record<string, string>> = {
  'http://loinc.org': 'LN',
  'http://snomed.info/sct': 'SCT',
  'http://unitsofmeasure.org': 'UCUM',
  'http://www.ama-assn.org/go/cpt': 'C4',
  'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets': 'HCPCS',
  'http://hl7.org/fhir/sid/icd-10-cm': 'I10C',
  'http://www.cms.gov/Medicare/Coding/ICD10': 'I10P',
  'http://www.nlm.nih.gov/research/umls/rxnorm': 'RXNORM',
  // FHIR's own, without a name in table 0396: a local one, which has to begin with 99.
  'http://terminology.hl7.org/CodeSystem/data-absent-reason': '99ABSENT',
};

const hl7Table = /^http:\/\/terminology\.hl7\.org\/CodeSystem\/v2-(\d{4})$/;

/** Ilium's own code systems, and those of a source that names none. */
export const ownName = '99ILIUM';
const localName = 'L';

/**
 * The name of a code system; undefined where HL7 v2 has none. `base` is where Ilium's own code systems are, as the record's
 * tag says it.
 */
export function codeSystemName(system: string | undefined, base: string | undefined): string | undefined {
  if (system === undefined) return localName;
  if (base !== undefined && system.startsWith(`${base}/CodeSystem/`)) return ownName;
  const [, table] = hl7Table.exec(system) ?? [];
  return table === undefined ? names[system] : `HL7${table}`;
}
