import type { Identifier } from '@ilium/contracts';
import { addCounts, nothingPulled, type PullCounts } from '../door/fhir-pull.js';
import { identifiersOf, idOf, type FhirRecord } from '../resource/fhir-record.js';
import { pageSize } from './by-search.js';
import type { CatchUpParts, Found, Search } from './catch-up.js';

/**
 * For servers that search by patient only: reads again what they have of each patient whose records may still change an
 * outcome. What was taken before in the same version is left out. A new patient is not found by it: only a notification
 * or another feed tells of one.
 */
export async function catchUpByPatient(parts: CatchUpParts, { signal }: Search): Promise<Found> {
  const { now = Date.now } = parts;
  const began = new Date(now()).toISOString();
  let counts: PullCounts = nothingPulled;
  for await (const patient of parts.patients.patientsWithOpenWindows()) {
    signal.throwIfAborted();
    counts = addCounts(counts, await ofPatient(parts, patient, signal));
  }
  return { counts, until: began };
}

async function ofPatient(parts: CatchUpParts, patient: Identifier, signal: AbortSignal): Promise<PullCounts> {
  const { source, sender, server, pull } = parts;
  const token = `${escaped(patient.system)}|${escaped(patient.value)}`;
  const { matches } = await server.search('Patient', { identifier: token, _count: '2' });
  // A server that does not know the parameter answers with everybody: so look at each.
  const own = matches.filter((record) => record.resourceType === 'Patient' && isNamed(record, patient));
  let counts = await pull.pull(sender, own, 'not-counted');
  for (const id of own.map(idOf).filter((one) => one !== undefined)) {
    for (const type of source.types) {
      if (type === 'Patient') continue;
      const first = await server.search(type, { patient: id, _count: String(pageSize) });
      counts = addCounts(counts, await pages(parts, type, first, own, signal));
    }
  }
  return counts;
}

async function pages(
  { sender, server, pull }: CatchUpParts,
  type: string,
  first: Awaited<ReturnType<CatchUpParts['server']['page']>>,
  patients: readonly FhirRecord[],
  signal: AbortSignal,
): Promise<PullCounts> {
  let counts: PullCounts = nothingPulled;
  let page = first;
  while (true) {
    signal.throwIfAborted();
    const ofType = page.matches.filter(({ resourceType }) => resourceType === type);
    counts = addCounts(counts, await pull.pull(sender, ofType, 'not-counted', [...patients, ...page.alongside]));
    if (page.next === undefined) return counts;
    page = await server.page(page.next);
  }
}

function isNamed(record: FhirRecord, { system, value }: Identifier): boolean {
  return identifiersOf(record).some((one) => one.system === system && one.value === value);
}

/** A value inside a token search (FHIR R4, 3.1.1.3): the characters that separate are escaped. */
function escaped(text: string): string {
  return text.replaceAll(/[\\,|$]/g, String.raw`\$&`);
}
