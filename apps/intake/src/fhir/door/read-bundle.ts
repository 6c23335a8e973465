import { z } from 'zod';
import { dateTime, identifier } from '../resource/elements.js';
import { asRecord, idOf, type FhirRecord } from '../resource/fhir-record.js';
import { fault, issuesOf, type Issue } from '../resource/issue.js';
import { isBundleType, type BundleType } from '../resource/taken-types.js';

/** An entry as it is dealt with; one that can't be carries why. */
export interface BundleEntry {
  readonly index: number;
  readonly fullUrl?: string | undefined;
  readonly method: string;
  /** `Procedure` or `Procedure/p1`. */
  readonly url: string;
  readonly record?: FhirRecord | undefined;
  readonly issues: readonly Issue[];
}

export interface Bundle {
  readonly type: BundleType;
  readonly identifier: string | undefined;
  readonly timestamp: string | undefined;
  readonly entries: readonly BundleEntry[];
}

const schema = z.looseObject({
  type: z.string(),
  identifier: identifier.optional(),
  timestamp: dateTime.optional(),
  entry: z
    .array(
      z.looseObject({
        fullUrl: z.string().optional(),
        resource: z.unknown().optional(),
        request: z.looseObject({ method: z.string(), url: z.string() }).optional(),
      }),
    )
    .optional(),
});
type Entry = NonNullable<z.output<typeof schema>['entry']>[number];

/** A Bundle, or what is wrong with it as a whole. */
export function readBundle(record: FhirRecord): Bundle | readonly Issue[] {
  const read = schema.safeParse(record);
  if (!read.success) return issuesOf(read.error, 'Bundle');
  const { type, entry = [], timestamp } = read.data;
  if (!isBundleType(type)) {
    return [fault('not-supported', 'Only transaction, batch, message and history are taken.', 'Bundle.type')];
  }
  const entries = entry.map((one, index) => readEntry(one, index, type));
  const [first] = entries;
  if (type === 'message' && first?.record?.resourceType !== 'MessageHeader') {
    return [fault('required', 'A message begins with its MessageHeader.', 'Bundle.entry[0].resource')];
  }
  return { type, identifier: read.data.identifier?.value, timestamp, entries };
}

function readEntry({ fullUrl, resource, request }: Entry, index: number, type: BundleType): BundleEntry {
  const place = `Bundle.entry[${index}]`;
  const record = asRecord(resource);
  const { method, url } = request ?? impliedRequest(record);
  const common = { index, fullUrl, method: method.toUpperCase(), url };
  const isAsked = type === 'transaction' || type === 'batch';
  // R4 bdl-3.
  if (isAsked && request === undefined)
    return refused(common, fault('required', 'An entry says what is to be done.', `${place}.request`));
  if (isAsked && !['POST', 'PUT'].includes(common.method)) {
    return refused(
      common,
      fault('not-supported', 'Records are taken by POST and PUT only.', `${place}.request.method`),
    );
  }
  if (record === undefined) {
    // A history tells of what was deleted without the record.
    if (type === 'history') return { ...common, issues: [] };
    return refused(common, fault('structure', 'The entry holds no FHIR resource.', `${place}.resource`));
  }
  const issues = isAsked ? requestIssues(record, common.method, url, `${place}.request.url`) : [];
  return { ...common, record, issues };
}

function impliedRequest(record: FhirRecord | undefined): { method: string; url: string } {
  const id = record === undefined ? undefined : idOf(record);
  const type = record?.resourceType ?? '';
  return id === undefined ? { method: 'POST', url: type } : { method: 'PUT', url: `${type}/${id}` };
}

/** The request names the type of its record, and by PUT its id too; or it searches for it by identifier. */
function requestIssues(record: FhirRecord, method: string, url: string, place: string): readonly Issue[] {
  const [path = '', query] = url.replace(/^\//, '').split('?');
  const [type, id] = path.split('/');
  if (type !== record.resourceType) return [fault('invalid', 'The type is not that of the record.', place)];
  if (method === 'PUT' && query === undefined && (id === undefined || id !== idOf(record))) {
    return [fault('invalid', 'The id is not that of the record.', place)];
  }
  return [];
}

function refused(common: Omit<BundleEntry, 'record' | 'issues'>, issue: Issue): BundleEntry {
  return { ...common, issues: [issue] };
}
