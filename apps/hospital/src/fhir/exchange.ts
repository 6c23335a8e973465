import type { Manners } from './manners.js';

/** What a client asks: an HTTP request, or an entry of a bundle, which is the same. */
export interface FhirRequest {
  readonly method: string;
  /** Below the base address, without a leading slash: `Procedure/p1`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body?: unknown;
  /** `http://127.0.0.1:8080/fhir` */
  readonly base: string;
  readonly ifMatch?: string | undefined;
  readonly ifNoneMatch?: string | undefined;
  readonly ifNoneExist?: string | undefined;
  /** The `Prefer` header. */
  readonly prefer?: string | undefined;
  /** How the server treats the request; as R4 says, unless told otherwise. */
  readonly manners?: Manners | undefined;
}

export interface FhirResponse {
  readonly status: number;
  /** JSON text. */
  readonly body?: string;
  readonly etag?: string;
  /** An instant. */
  readonly lastModified?: string;
  /** Below the base address: `Procedure/p1/_history/1`. */
  readonly location?: string;
}

export function prefers(request: FhirRequest, preference: string): boolean {
  return (request.prefer ?? '').split(/[,;]/).some((part) => part.trim() === preference);
}

/** `W/"3"` → 3; undefined where it is no tag of this server's. */
export function versionOfTag(tag: string): number | undefined {
  const digits = /^(?:W\/)?"(\d+)"$/.exec(tag.trim())?.[1];
  return digits === undefined ? undefined : Number(digits);
}
