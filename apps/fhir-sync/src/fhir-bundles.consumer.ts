import { parked, readFhirBundle, type FhirBundleEvent } from '@ilium/contracts';
import { BatchPattern, fatesOf, newestPerKey, type BatchResult, type MessageBatch } from '@ilium/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { IncomingRecords } from './desired/incoming-records.js';
import { toDesiredRow } from './desired/to-desired-row.js';
import { wakeAfterCommit } from './wake-after-commit.js';

const unknownSite = parked('unknown-site', 'ce_site: no target takes the records of this site');

/** Takes in what the FHIR server should hold, whether the server is there or not. */
@Controller()
export class FhirBundlesConsumer {
  constructor(private readonly records: IncomingRecords) {}

  @BatchPattern({ topic: 'fhir-bundles', read: readFhirBundle })
  async consume(@Payload() { messages, manager }: MessageBatch<FhirBundleEvent>): Promise<BatchResult> {
    const bundles = messages.map(({ event: { site = null, records } }) =>
      this.records.takes(site) ? records.map((record) => ({ ...record, site })) : [],
    );
    const records = bundles.flat();
    const patients = records.filter(({ resource }) => resource.resourceType === 'Patient').map(toDesiredRow);
    const storedBefore = await this.records.keep(manager, newestPerKey(records).map(toDesiredRow), patients);
    wakeAfterCommit(manager);
    const fates = fatesOf(bundles, storedBefore);
    return { fates: fates.map((fate, index) => (bundles[index]?.length === 0 ? unknownSite : fate)), publish: [] };
  }
}
