import { z } from 'zod';
import { described, type Described } from '../lanes/create-only/likeness.js';
import type { EntryAnswer } from '../target/bundle.js';
import type { Days } from './clinical-date.js';

/** The tag that the mapper puts on all records. */
export interface Tag {
  readonly system: string;
  readonly code: string;
}

/** By what each type is searched for days (FHIR R4, search parameters); types that have none are not searched. */
export const dateParameters: Readonly<Record<string, string>> = {
  Procedure: 'date',
  MedicationAdministration: 'effective-time',
  Observation: 'date',
  DocumentReference: 'date',
};

/** By what a record is told from others of its type where its identifier was dropped, beside its day (`isAlike`). */
const tellingElements: Readonly<Record<string, string>> = {
  Procedure: 'subject,code,performed',
  MedicationAdministration: 'subject,medication,effective',
  Observation: 'subject,code,effective',
  DocumentReference: 'subject,type,date,description',
};

const perPage = '200';

/** What carries our tag on a server, of these days; only where each lies, and what it looks like. */
export function taggedSearch(type: string, parameter: string, { system, code }: Tag, { from, to }: Days): string {
  const query = new URLSearchParams([
    ['_tag', `${system}|${code}`],
    [parameter, `ge${from}`],
    [parameter, `le${to}`],
    ['_elements', ['id', 'meta', tellingElements[type]].filter((names) => names !== undefined).join(',')],
    ['_count', perPage],
  ]);
  return `${type}?${query.toString()}`;
}

const searchset = z.looseObject({
  resourceType: z.literal('Bundle'),
  link: z.array(z.looseObject({ relation: z.string(), url: z.string() })).optional(),
  entry: z
    .array(
      z.looseObject({
        resource: z
          .looseObject({
            resourceType: z.string(),
            id: z.string(),
            meta: z
              .looseObject({
                versionId: z.string().optional(),
                source: z.string().optional(),
                tag: z.array(z.looseObject({ system: z.string().optional(), code: z.string().optional() })).optional(),
              })
              .optional(),
          })
          .optional(),
      }),
    )
    .optional(),
});

export interface FoundRecord {
  readonly place: string;
  readonly version: string | null;
  readonly source: string | null;
  /** Undefined where the server shows too little of it. */
  readonly look: Described | undefined;
}

export interface TaggedPage {
  readonly records: readonly FoundRecord[];
  /** Relative, as a batch wants it; undefined on the last page. */
  readonly next: string | undefined;
}

/** Undefined when this is no answer to a search, or its next page lies elsewhere than on this server. */
export function readTaggedPage(
  answer: EntryAnswer | undefined,
  type: string,
  tag: Tag,
  baseUrl: string,
): TaggedPage | undefined {
  const read = searchset.safeParse(answer?.resource);
  if (answer === undefined || answer.status !== 200 || !read.success) return undefined;
  const { entry = [], link = [] } = read.data;
  // A server that doesn't know a search parameter leaves it out and answers with everybody: so look at each.
  const records = entry.flatMap(({ resource }) => {
    const isOurs = resource?.meta?.tag?.some(({ system, code }) => system === tag.system && code === tag.code);
    if (resource === undefined || resource.resourceType !== type || !isOurs) return [];
    return [
      {
        place: `${type}/${resource.id}`,
        version: resource.meta?.versionId ?? null,
        source: resource.meta?.source ?? null,
        look: described.safeParse(resource).data,
      },
    ];
  });
  const url = link.find(({ relation }) => relation === 'next')?.url;
  if (url === undefined) return { records, next: undefined };
  const next = relativeTo(baseUrl, url);
  return next === undefined ? undefined : { records, next };
}

function relativeTo(baseUrl: string, url: string): string | undefined {
  if (!/^https?:/.test(url)) return url;
  return url.startsWith(`${baseUrl}/`) || url.startsWith(`${baseUrl}?`)
    ? url.slice(baseUrl.length).replace(/^\//, '')
    : undefined;
}
