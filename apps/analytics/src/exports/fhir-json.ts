export const fhirJson = 'application/fhir+json';
