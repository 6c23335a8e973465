import type {
  CapabilityStatement,
  CapabilityStatementRestResource,
  CapabilityStatementRestResourceSearchParam,
} from '@medplum/fhirtypes';
import type { Profile, ProfileRow } from './profiles/profile.js';
import { resourceTypeNames, type ResourceTypeName } from './resource-types.js';
import { dateParametersOf } from './search-dates.js';
import { commonParameters, searchParameters } from './search-parameters.js';

/** What the server can do as this kind of target, made from the tables that it works by. */
export function capabilityStatement(profile: Profile, since: Date): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: since.toISOString(),
    kind: 'instance',
    implementation: { description: `Simulated hospital, ${profile.description}. Synthetic data, never evidence` },
    software: { name: 'Ilium hospital simulator' },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    rest: [
      {
        mode: 'server',
        resource: resourceTypeNames.flatMap((type) => {
          const row = profile.resources[type];
          return row === undefined ? [] : [resourceCapabilities(type, row, profile)];
        }),
        interaction: [
          ...(profile.transaction ? [{ code: 'transaction' as const }] : []),
          ...(profile.batch === 'none' ? [] : [{ code: 'batch' as const }]),
        ],
      },
    ],
  };
}

function resourceCapabilities(
  type: ResourceTypeName,
  { interactions, categories }: ProfileRow,
  profile: Profile,
): CapabilityStatementRestResource {
  return {
    type,
    interaction: interactions.map((code) => ({ code })),
    ...(categories === undefined ? {} : { documentation: `Written with these categories: ${categories.join(', ')}.` }),
    versioning: 'versioned-update',
    readHistory: interactions.includes('history-instance'),
    updateCreate: interactions.includes('update') && profile.updateCreate,
    conditionalCreate: interactions.includes('create') && profile.conditionalCreate === 'taken',
    conditionalUpdate: interactions.includes('update') && profile.conditionalUpdate,
    conditionalRead: 'not-match',
    conditionalDelete: 'not-supported',
    referencePolicy: ['literal', 'logical', 'enforced', 'local'],
    searchParam: searchCapabilities(type),
  };
}

function searchCapabilities(type: ResourceTypeName): CapabilityStatementRestResourceSearchParam[] {
  const indexed = Object.entries({ ...searchParameters[type], ...commonParameters });
  return [
    { name: '_id', type: 'token' },
    { name: '_lastUpdated', type: 'date' },
    ...indexed.map(([name, { kind }]) => ({ name, type: kind })),
    ...Object.keys(dateParametersOf(type)).map((name) => ({ name, type: 'date' as const })),
  ];
}
