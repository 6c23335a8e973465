import { builtInSite, type FhirSource, type Site } from '@ilium/site';
import { hash } from 'node:crypto';

/** The default site, with what a test decides otherwise about what comes in. */
export function siteWith(incoming: Partial<Site['incoming']>): Site {
  return { ...builtInSite, name: 'test-site', incoming: { ...builtInSite.incoming, ...incoming } };
}

/** A site that fetches from one FHIR server. */
export function siteWithSource(baseUrl: string, source: Partial<FhirSource> = {}): Site {
  const { fhir } = builtInSite.incoming;
  const usual: FhirSource = {
    name: 'ehr',
    baseUrl,
    application: 'EHR',
    applications: {},
    identifierSystems: [],
    types: ['Patient', 'Encounter', 'Procedure', 'MedicationAdministration', 'Observation', 'QuestionnaireResponse'],
    subscription: {
      topic: 'https://ehr.example/SubscriptionTopic/procedures',
      criteria: ['Procedure?code=27096'],
      payload: 'id-only',
      heartbeatSeconds: 300,
    },
    catchUp: { strategy: 'auto', everyMinutes: 60, overlapMinutes: 10, exportPath: '$export' },
  };
  return siteWith({ fhir: { ...fhir, sources: [{ ...usual, ...source }] } });
}

export const identify = (parts: readonly string[]): string =>
  `i${hash('sha256', JSON.stringify(parts), 'hex').slice(0, 31)}`;
