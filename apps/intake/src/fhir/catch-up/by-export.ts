import { fhirTypes } from '@ilium/site';
import { z } from 'zod';
import { addCounts, nothingPulled, type PullCounts } from '../door/fhir-pull.js';
import { EhrAway } from '../ehr/ehr-away.js';
import type { EhrServer } from '../ehr/ehr-server.js';
import { asRecord, type FhirRecord } from '../resource/fhir-record.js';
import type { CatchUpParts, Found, Search } from './catch-up.js';
import { ndjsonLines } from './ndjson.js';

const manifest = z.looseObject({
  transactionTime: z.iso.datetime({ offset: true }),
  output: z.array(z.looseObject({ type: z.string(), url: z.string() })),
});

/** Seconds between two questions where the server does not say. */
const usualSeconds = 10;
/** Records in one go. */
const atOnce = 200;

/** Bulk export of what changed (FHIR Bulk Data 2.0): start, ask until it is done, read the files line by line. */
export async function catchUpByExport(parts: CatchUpParts, { since, signal }: Search): Promise<Found> {
  const { source, server } = parts;
  const query = new URLSearchParams({ _type: source.types.join(','), ...(since === null ? {} : { _since: since }) });
  const place = await server.startExport(`${source.catchUp.exportPath}?${query.toString()}`);
  try {
    const { transactionTime, output } = await whenDone(parts, place, signal);
    let counts: PullCounts = nothingPulled;
    // Who is referred to comes first.
    for (const type of fhirTypes) {
      for (const { url } of output.filter((file) => file.type === type)) {
        counts = addCounts(counts, await takeFile(parts, url, signal));
      }
    }
    return { counts, until: transactionTime };
  } finally {
    await forget(server, place);
  }
}

async function whenDone({ server, wait }: CatchUpParts, place: string, signal: AbortSignal) {
  while (true) {
    const state = await server.exportState(place);
    if (state.is === 'done') {
      const read = manifest.safeParse(state.manifest);
      if (!read.success) throw new EhrAway('not-a-manifest');
      return read.data;
    }
    await wait((state.retryAfterSeconds ?? usualSeconds) * 1_000, signal);
  }
}

async function takeFile({ server, pull, sender }: CatchUpParts, url: string, signal: AbortSignal): Promise<PullCounts> {
  let counts: PullCounts = nothingPulled;
  let records: FhirRecord[] = [];
  const take = async () => {
    counts = addCounts(counts, await pull.pull(sender, records, 'not-counted'));
    records = [];
  };
  for await (const line of ndjsonLines(server.download(url, signal))) {
    const record = parsed(line);
    if (record !== undefined) records.push(record);
    if (records.length >= atOnce) await take();
  }
  if (records.length > 0) await take();
  return counts;
}

/** Half a line is what a connection leaves that was cut: then the export is not done. */
function parsed(line: string): FhirRecord | undefined {
  try {
    return asRecord(JSON.parse(line));
  } catch {
    throw new EhrAway('not-ndjson');
  }
}

/** Politeness: what it left behind goes by itself as well. */
async function forget(server: EhrServer, place: string): Promise<void> {
  await server.endExport(place).catch(() => undefined);
}
