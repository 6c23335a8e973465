import { z } from 'zod';
import {
  binaryModeHeaders,
  pathsOf,
  readCloudEvent,
  type CloudEventAttributes,
  type RawRecord,
  type ReadResult,
} from './cloud-event.js';

/**
 * The topic `fhir-bundles`: a FHIR R4 transaction Bundle of the changed records. Each entry is a PUT of `Type/id`, a
 * retraction too (status entered-in-error). The revisions stand in the header `ce_revisions`, one per entry, in order:
 * integers, the highest wins whatever the order of arrival.
 */
export const fhirBundleType = 'ilium.fhir.bundle.v1';

const revisions = z
  .string()
  .regex(/^\d+(,\d+)*$/)
  .transform((list) => list.split(',').map(Number));

const entry = z.looseObject({
  fullUrl: z.string().optional(),
  resource: z.looseObject({ resourceType: z.string().min(1), id: z.string().min(1).max(64) }),
  request: z.strictObject({ method: z.literal('PUT'), url: z.string().min(1) }),
});

const bundle = z.looseObject({
  resourceType: z.literal('Bundle'),
  type: z.literal('transaction'),
  entry: z.array(entry).min(1),
});

export type DesiredResource = z.output<typeof entry>['resource'];

export interface DesiredRecord {
  /** `Procedure/p1f…`: the record's key on both sides. */
  readonly key: string;
  readonly revision: number;
  readonly resource: DesiredResource;
}

export interface FhirBundleEvent extends CloudEventAttributes {
  readonly records: readonly DesiredRecord[];
}

export function readFhirBundle(record: RawRecord): ReadResult<FhirBundleEvent> {
  const read = readCloudEvent(record);
  if (!read.ok) return read;
  const { data, ...event } = read.event;
  if (event.type !== fhirBundleType) {
    return { ok: false, reason: 'unknown-type', detail: `type: this topic carries ${fhirBundleType}` };
  }
  const parsedRevisions = revisions.safeParse(record.headers['ce_revisions']);
  if (!parsedRevisions.success) {
    return { ok: false, reason: 'schema-violation', detail: pathsOf(parsedRevisions.error, 'ce_revisions') };
  }
  const parsed = bundle.safeParse(data);
  if (!parsed.success) return { ok: false, reason: 'schema-violation', detail: pathsOf(parsed.error, 'data') };
  const records: DesiredRecord[] = [];
  for (const [index, { resource, request }] of parsed.data.entry.entries()) {
    const key = `${resource.resourceType}/${resource.id}`;
    const revision = parsedRevisions.data[index];
    if (revision === undefined || request.url !== key) {
      return { ok: false, reason: 'schema-violation', detail: `data.entry.${index}: request.url or revision` };
    }
    records.push({ key, revision, resource });
  }
  if (parsedRevisions.data.length !== records.length) {
    return { ok: false, reason: 'schema-violation', detail: 'ce_revisions: one per entry' };
  }
  return { ok: true, event: { ...event, records } };
}

export function fhirBundleHeaders(event: {
  readonly id: string;
  readonly source: string;
  readonly revisions: readonly number[];
}): Record<string, string> {
  const { id, source } = event;
  return {
    ...binaryModeHeaders({
      specversion: '1.0',
      id,
      source,
      type: fhirBundleType,
      contentType: 'application/fhir+json',
    }),
    ce_revisions: event.revisions.join(','),
  };
}
