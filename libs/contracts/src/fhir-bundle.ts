import { z } from 'zod';
import {
  binaryModeHeaders,
  readCloudEvent,
  type CloudEventAttributes,
  type RawRecord,
  type ReadResult,
} from './cloud-event.js';
import { pathsOf } from './paths-of.js';
import { refuseType } from './unknown-type.js';

/**
 * The topic `fhir-bundles`: a FHIR R4 transaction Bundle of the changed records. Each entry is a PUT of `Type/id`, a
 * retraction too (status entered-in-error; a Patient, which has no status, is no longer active). The revisions stand in
 * the header `ce_revisions`, one per entry, in order: integers, the highest wins whatever the order of arrival. `ce_site`
 * says whose records they are, where there are several.
 */
export const fhirBundleType = 'ilium.fhir.bundle.v1';

export const fhirBundleRevisions = z
  .string()
  .regex(/^[1-9]\d{0,15}(,[1-9]\d{0,15})*$/)
  .describe('The revision of each entry, in their order, separated by commas.');

const entry = z.looseObject({
  fullUrl: z.string().optional(),
  resource: z.looseObject({
    resourceType: z.string().regex(/^[A-Z][A-Za-z]*$/),
    id: z.string().regex(/^[A-Za-z0-9\-.]{1,64}$/),
  }),
  request: z.strictObject({ method: z.literal('PUT'), url: z.string().min(1).describe('`Type/id` of the resource.') }),
});

export const fhirBundle = z.compile(
  z
    .looseObject({
      resourceType: z.literal('Bundle'),
      type: z.literal('transaction'),
      entry: z.array(entry).min(1),
    })
    .describe('A FHIR R4 transaction Bundle: each entry is a PUT under an id of ours.'),
);

export const fhirBundleSite = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,49}$/)
  .describe('The site whose rules made the records. Left out: the only one.');

export type DesiredResource = z.output<typeof entry>['resource'];

/** Taken back: the record stays, and says so. */
export function isRetracted({ resourceType, status, active }: DesiredResource): boolean {
  return resourceType === 'Patient' ? active === false : status === 'entered-in-error';
}

export interface DesiredRecord {
  /** `Procedure/p1f…`: the record's key on both sides. */
  readonly key: string;
  readonly revision: number;
  readonly resource: DesiredResource;
}

export interface FhirBundleEvent extends CloudEventAttributes {
  /** The site whose rules made the records; undefined where it isn't said. */
  readonly site?: string;
  readonly records: readonly DesiredRecord[];
}

export function readFhirBundle(record: RawRecord): ReadResult<FhirBundleEvent> {
  const read = readCloudEvent(record);
  if (!read.ok) return read;
  const { data, ...event } = read.event;
  if (event.type !== fhirBundleType) return refuseType(event.type, [fhirBundleType]);
  const listed = fhirBundleRevisions.safeParse(record.headers['ce_revisions']);
  if (!listed.success) return schemaViolation(pathsOf(listed.error, 'ce_revisions'));
  const site = fhirBundleSite.optional().safeParse(record.headers['ce_site']);
  if (!site.success) return schemaViolation(pathsOf(site.error, 'ce_site'));
  const parsed = fhirBundle.safeParse(data);
  if (!parsed.success) return schemaViolation(pathsOf(parsed.error, 'data'));
  const revisions = listed.data.split(',').map(Number);
  const entries = parsed.data.entry;
  if (revisions.length !== entries.length || !revisions.every(Number.isSafeInteger)) {
    return schemaViolation('ce_revisions: one safe integer per entry expected');
  }
  const records: DesiredRecord[] = [];
  for (const [index, { resource, request }] of entries.entries()) {
    const key = `${resource.resourceType}/${resource.id}`;
    if (request.url !== key)
      return schemaViolation(`data.entry.${index}.request.url: Type/id of the resource expected`);
    records.push({ key, revision: revisions[index] ?? 0, resource });
  }
  return { ok: true, event: { ...event, ...(site.data === undefined ? {} : { site: site.data }), records } };
}

function schemaViolation(detail: string) {
  return { ok: false, reason: 'schema-violation', detail } as const;
}

export function fhirBundleHeaders(event: {
  readonly id: string;
  readonly source: string;
  readonly revisions: readonly number[];
  readonly site?: string;
}): Record<string, string> {
  const { id, source, site } = event;
  return {
    ...binaryModeHeaders({
      specversion: '1.0',
      id,
      source,
      type: fhirBundleType,
      contentType: 'application/fhir+json',
    }),
    ce_revisions: event.revisions.join(','),
    ...(site === undefined ? {} : { ce_site: site }),
  };
}
