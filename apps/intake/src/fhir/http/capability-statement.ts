import type { CapabilityStatement } from '@medplum/fhirtypes';
import { fhirTypes } from '@ilium/site';

/** What the door can do, made from the tables that it works by. */
export function capabilityStatement(since: Date): CapabilityStatement {
  return {
    resourceType: 'CapabilityStatement',
    status: 'active',
    date: since.toISOString(),
    kind: 'instance',
    software: { name: 'Ilium intake' },
    implementation: { description: 'Takes records and makes procedure events of them. Gives none out.' },
    fhirVersion: '4.0.1',
    format: ['application/fhir+json'],
    rest: [
      {
        mode: 'server',
        documentation: 'Bundles of type transaction, batch, message and history are taken at the base address.',
        security: { description: 'Bearer token, unless the door listens on this machine only.' },
        resource: fhirTypes.map((type) => ({
          type,
          interaction: [{ code: 'create' }, { code: 'update' }],
          updateCreate: true,
          versioning: 'no-version',
          conditionalCreate: false,
          conditionalUpdate: false,
          referencePolicy: ['literal', 'logical', 'local'],
        })),
        interaction: [{ code: 'transaction' }, { code: 'batch' }],
        operation: [
          {
            name: 'process-message',
            definition: 'http://hl7.org/fhir/OperationDefinition/MessageHeader-process-message',
          },
        ],
      },
    ],
  };
}
