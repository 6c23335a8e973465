/** Code systems, by the names that messages use for them. */

export const systems = {
  cpt: 'http://www.ama-assn.org/go/cpt',
  hcpcs: 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets',
  icd10cm: 'http://hl7.org/fhir/sid/icd-10-cm',
  icd10pcs: 'http://www.cms.gov/Medicare/Coding/ICD10',
  loinc: 'http://loinc.org',
  snomed: 'http://snomed.info/sct',
  rxnorm: 'http://www.nlm.nih.gov/research/umls/rxnorm',
  unii: 'http://fdasis.nlm.nih.gov',
  ndc: 'http://hl7.org/fhir/sid/ndc',
  /** HL7 table 0162. */
  routes: 'http://terminology.hl7.org/CodeSystem/v2-0162',
  /** HL7 table 0230. */
  functionalTypes: 'http://terminology.hl7.org/CodeSystem/v2-0230',
  ucum: 'http://unitsofmeasure.org',
} as const;

/** HL7 v2 table 0396 and the names that senders use instead (R4 v2-tables, v2-0396). */
const names: Readonly<Record<string, string>> = {
  C4: systems.cpt,
  CPT: systems.cpt,
  CPT4: systems.cpt,
  HCPCS: systems.hcpcs,
  I10C: systems.icd10cm,
  I10P: systems.icd10pcs,
  LN: systems.loinc,
  // Not in table 0396; many senders write the name itself.
  LOINC: systems.loinc,
  SCT: systems.snomed,
  RXNORM: systems.rxnorm,
  FDAUNII: systems.unii,
  NDC: systems.ndc,
  UCUM: systems.ucum,
  HL70230: systems.functionalTypes,
  HL70162: systems.routes,
};

/** The FHIR URI of a code's system; names that are not known stay as they came. */
export function systemUri(name: string | undefined): string | undefined {
  return name === undefined ? undefined : (names[name.toUpperCase()] ?? name);
}
