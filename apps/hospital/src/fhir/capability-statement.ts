import type {
  CapabilityStatement,
  CapabilityStatementRestResource,
  CapabilityStatementRestResourceSearchParam,
} from '@medplum/fhirtypes';
import { resourceTypeNames, type ResourceTypeName } from './resource-types.js';
import { commonParameters, searchParameters } from './search-parameters.js';

const interactions = ['read', 'vread', 'update', 'delete', 'history-instance', 'create', 'search-type'] as const;

/** What the server can do, made from the tables that it works by. */
export function capabilityStatement(since: Date): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: since.toISOString(),
    kind: 'instance',
    implementation: { description: 'Simulated hospital: synthetic data, never evidence' },
    software: { name: 'Ilium hospital simulator' },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    rest: [
      {
        mode: 'server',
        resource: resourceTypeNames.map(resourceCapabilities),
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
      },
    ],
  };
}

function resourceCapabilities(type: ResourceTypeName): CapabilityStatementRestResource {
  return {
    type,
    interaction: interactions.map((code) => ({ code })),
    versioning: 'versioned-update',
    readHistory: true,
    updateCreate: true,
    conditionalCreate: true,
    conditionalUpdate: true,
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
  ];
}
