import type { Site } from '@ilium/site';
import { metaOf, type FhirRecord } from '../resource/fhir-record.js';

/** Who brings records: a source of the site file, or a client that posts. */
export interface Sender {
  /** Of the door that it comes through; names it in counts. */
  readonly name: string;
  readonly application: string;
  /** The application behind a `meta.source`. */
  readonly applications: Readonly<Record<string, string>>;
  readonly identifierSystems: readonly string[];
  /** What its ids are unique below: its base address, or a name of ours where it has none. */
  readonly base: string;
}

/** What reading depends on besides the record. */
export interface Reading {
  readonly site: Site;
  readonly sender: Sender;
  /** Ids for what comes without one. Keyed, so that nobody can read an identifier out of an id. */
  readonly identify: (parts: readonly string[]) => string;
}

/** A client whose records come by POST. */
export function postingSender(site: Site): Sender {
  const { application, applications, identifierSystems } = site.incoming.fhir.posted;
  return { name: 'posted', application, applications, identifierSystems, base: localBase(site.name, application) };
}

/** A source of the site file; undefined where none has this name. */
export function senderOfSource(site: Site, name: string): Sender | undefined {
  const source = site.incoming.fhir.sources.find((one) => one.name === name);
  if (source === undefined) return undefined;
  const { application = name, applications, identifierSystems, baseUrl } = source;
  return { name, application, applications, identifierSystems, base: baseUrl };
}

function localBase(site: string, application: string): string {
  return `urn:ilium:site:${site}:fhir:${encodeURIComponent(application)}`;
}

/** Feeds keep facts apart, so that the application must not change from one message to the next: servers add to `meta.source`. */
export function feedOf(record: FhirRecord, { site, sender }: Reading) {
  const [source = ''] = (metaOf(record).source ?? '').split('#');
  const application = Object.hasOwn(sender.applications, source) ? sender.applications[source] : undefined;
  return { site: site.name, application: application ?? sender.application, family: 'fhir' };
}
