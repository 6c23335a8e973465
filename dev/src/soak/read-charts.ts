import { readFhirBundle, topicName, type DesiredRecord } from '@ilium/contracts';
import { readTopic, toRawRecord } from '@ilium/messaging';
import { compareCharts, type ChartFindings, type Wanted } from './compare-charts.js';
import type { HospitalChart, StoredResource } from './hospital-chart.js';

/** Whose records on the server are the hospital's own too. */
const ofTheHospital: ReadonlySet<string> = new Set(['Patient', 'Encounter']);

/**
 * Each record that was ever published in its newest revision, beside each that the server holds. fhir-sync is not asked:
 * what it says of itself is what is to be shown.
 */
export async function findings(
  { brokers, topicPrefix }: { readonly brokers: string; readonly topicPrefix: string },
  chart: HospitalChart,
): Promise<ChartFindings> {
  const wanted = await newestRevisions(brokers, topicPrefix);
  const there = new Map<string, StoredResource>();
  const types = new Set(['Procedure', ...[...wanted.values()].map(({ resource }) => resource.resourceType)]);
  for (const type of types) {
    for await (const found of chart.all(type)) there.set(`${type}/${found.id}`, found);
  }
  return compareCharts(wanted, there);
}

async function newestRevisions(brokers: string, topicPrefix: string): Promise<ReadonlyMap<string, Wanted>> {
  const newest = new Map<string, { record: DesiredRecord; readonly revisions: Set<number> }>();
  await readTopic({ brokers: brokers.split(',') }, topicName(topicPrefix, 'fhir-bundles'), (message) => {
    const read = readFhirBundle(toRawRecord(message));
    if (!read.ok) throw new Error(`a bundle on the topic can't be read: ${read.detail}`);
    for (const record of read.event.records) {
      const known = newest.get(record.key) ?? { record, revisions: new Set() };
      // Published again after a crash it is the same revision.
      known.revisions.add(record.revision);
      if (record.revision > known.record.revision) known.record = record;
      newest.set(record.key, known);
    }
  });
  const ours = [...newest].filter(([, { record }]) => !ofTheHospital.has(record.resource.resourceType));
  return new Map(
    ours.map(([key, { record, revisions }]) => [key, { resource: record.resource, revisions: revisions.size }]),
  );
}
