import { readFhirBundle, type FhirBundleEvent } from '@ilium/contracts';
import { BatchPattern, fatesOf, newestPerKey, type BatchResult, type MessageBatch } from '@ilium/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DesiredRecordsRepository } from './desired/desired-records.repository.js';
import { toDesiredRow } from './desired/to-desired-row.js';
import { wakeAfterCommit } from './wake-after-commit.js';

/** Takes in what the FHIR server should hold, whether the server is there or not. */
@Controller()
export class FhirBundlesConsumer {
  constructor(private readonly records: DesiredRecordsRepository) {}

  @BatchPattern({ topic: 'fhir-bundles', read: readFhirBundle })
  async consume(@Payload() { messages, manager }: MessageBatch<FhirBundleEvent>): Promise<BatchResult> {
    const bundles = messages.map(({ event }) => event.records);
    // What the source says of the patient is to be compared with the chart's Patient, never written over it.
    const records = newestPerKey(bundles.flat()).filter(({ resource }) => resource.resourceType !== 'Patient');
    const storedBefore = await this.records.keep(manager, records.map(toDesiredRow));
    wakeAfterCommit(manager);
    return { fates: fatesOf(bundles, storedBefore), publish: [] };
  }
}
