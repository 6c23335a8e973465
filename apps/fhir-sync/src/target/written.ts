import { z } from 'zod';
import { versionOf } from './bundle.js';

/** What a server says of a record that it has written. */
export interface Written {
  /** `Procedure/17`; undefined where the server does not say it. */
  readonly place: string | undefined;
  readonly version: string | null;
}

const identified = z.looseObject({ resourceType: z.string(), id: z.string().min(1) });

/** From the headers (FHIR R4, 3.1.0.8: Location is required after a create), else from the record that came back. */
export function readWritten(location: string | undefined, etag: string | undefined, body: unknown): Written {
  const named = /(?:^|\/)([A-Z][A-Za-z]+\/[A-Za-z0-9\-.]{1,64})(?:\/_history\/[^/]+)?$/.exec(location ?? '')?.[1];
  return { place: named ?? placeIn(body), version: versionOf(etag, location, body) };
}

function placeIn(body: unknown): string | undefined {
  const read = identified.safeParse(body);
  if (!read.success || read.data.resourceType === 'OperationOutcome') return undefined;
  return `${read.data.resourceType}/${read.data.id}`;
}
