import { writtenTypes, type WrittenType } from '../capabilities.js';
import { isDone, type Answered } from '../exchange.js';
import { server } from '../findings.js';
import { entryResults, idOfLocation, refusalOf } from '../read-answer.js';
import { samples, type Links, type SampleRecord } from '../sample-records.js';
import { readBack, withPatient, type Probe, type ProbeContext } from '../probe-context.js';

/** Many records in one request. */

interface Entry {
  readonly id?: string;
  readonly resource?: SampleRecord;
  readonly request: { readonly method: 'GET' | 'PUT' | 'POST'; readonly url: string; readonly ifMatch?: string };
}

/** How this server lets records be written at all: under our ids, else under its own. */
interface Way {
  readonly type: WrittenType;
  readonly entry: (name: string) => Entry;
}

function wayOf({ findings, run }: ProbeContext, links: Links): Way | undefined {
  const byPut = writtenTypes.find((type) => findings.works('update-create', type));
  const type = byPut ?? writtenTypes.find((one) => findings.works('create', one));
  const sample = samples.find((one) => one.about === type);
  if (type === undefined || sample === undefined) return undefined;
  return {
    type,
    entry: (name) => {
      const resource = sample.build({ ...links, run: `${run}-${name}` });
      const id = `${run}-${name}`;
      return byPut === undefined
        ? { resource, request: { method: 'POST', url: type } }
        : { id, resource: { ...resource, id, resourceType: type }, request: { method: 'PUT', url: `${type}/${id}` } };
    },
  };
}

/** Sends a bundle and remembers what it has written. */
async function send({ asking, records }: ProbeContext, type: 'transaction' | 'batch', entries: readonly Entry[]) {
  const entry = entries.map(({ resource, request }) => ({ ...(resource === undefined ? {} : { resource }), request }));
  const answered = await asking.ask({ method: 'POST', path: '', body: { resourceType: 'Bundle', type, entry } });
  const results = isDone(answered) ? entryResults(answered.body, entries.length) : undefined;
  for (const [index, { id, resource }] of entries.entries()) {
    const result = results?.[index];
    if (resource === undefined || result === undefined || !isDone(result)) continue;
    const given = idOfLocation(result.location, resource.resourceType) ?? id;
    if (given !== undefined) records.add(resource.resourceType, given, resource);
  }
  return { answered, results };
}

const reading = (url: string): Entry => ({ request: { method: 'GET', url } });

async function batch(context: ProbeContext, links: Links): Promise<void> {
  const { findings } = context;
  const way = wayOf(context, links);
  const read = reading(links.patient);
  const { answered, results } = await send(context, 'batch', [
    read,
    ...(way === undefined ? [] : [way.entry('batch')]),
  ]);
  if (results === undefined || !isDone(answered)) findings.seen('batch', server, 'refused', refusalOf(answered));
  else if (results.every(isDone) && way !== undefined) findings.seen('batch', server, 'all');
  else if (results[0] !== undefined && isDone(results[0])) {
    const said = way === undefined ? 'no record can be written' : String(results[1]?.status ?? '');
    findings.seen('batch', server, 'reads', said);
  } else findings.seen('batch', server, 'refused', results.map(({ status }) => status).join(', '));
}

async function transaction(context: ProbeContext, links: Links): Promise<void> {
  const { findings } = context;
  const way = wayOf(context, links);
  if (way === undefined) await readsOnly(context, links.patient);
  else {
    const { answered, results } = await send(context, 'transaction', [way.entry('first'), way.entry('second')]);
    if (!isDone(answered) || results?.every(isDone) !== true) {
      findings.seen('transaction', server, 'refused', refusalOf(answered));
    } else findings.seen('transaction', server, await isAllOrNothing(context, way));
  }
}

/** Nothing can be written at all: whether transactions would be run is seen by one that reads. */
async function readsOnly(context: ProbeContext, patient: string): Promise<void> {
  const { answered } = await send(context, 'transaction', [reading(patient)]);
  if (isDone(answered)) context.findings.notTried('transaction', server, 'no record can be written');
  else context.findings.seen('transaction', server, 'refused', refusalOf(answered));
}

/** A good record beside a faulty one: servers disagree on what is a fault, so several are tried. */
async function isAllOrNothing(context: ProbeContext, way: Way): Promise<'atomic' | 'as-batch' | 'unclear'> {
  for (const [index, faulty] of faultyEntries(way).entries()) {
    const good = way.entry(`good-${index}`);
    const { answered, results } = await send(context, 'transaction', [good, faulty]);
    const other = results?.[1];
    if (isDone(answered) && other !== undefined && isDone(other)) continue;
    if (isDone(answered)) return results?.[0] !== undefined && isDone(results[0]) ? 'as-batch' : 'atomic';
    return (await isThere(context, good)) ? 'as-batch' : 'atomic';
  }
  return 'unclear';
}

function faultyEntries({ type, entry }: Way): readonly Entry[] {
  const stale = entry('first');
  const bad = entry('bad');
  return [
    { ...stale, request: { ...stale.request, ifMatch: 'W/"ilium-no-such-version"' } },
    { ...bad, resource: { resourceType: type, ...(bad.id === undefined ? {} : { id: bad.id }) } },
    { ...bad, request: { method: 'PUT', url: `${type}/${bad.id ?? 'ilium-probe'}-other/none` } },
  ];
}

async function isThere(context: ProbeContext, { id, resource }: Entry): Promise<boolean> {
  if (id === undefined || resource === undefined) return false;
  const { stored } = await readBack(context, resource.resourceType, id);
  if (stored !== undefined) context.records.add(resource.resourceType, id, resource);
  return stored !== undefined;
}

async function bundleLimit(context: ProbeContext, links: Links): Promise<void> {
  const { findings, mostEntries } = context;
  const way = wayOf(context, links);
  if (way === undefined || !findings.works('transaction', server)) {
    findings.notTried('bundle-limit', server, 'the server runs no transactions of ours');
    return;
  }
  if (!findings.works('delete', way.type)) {
    findings.notTried('bundle-limit', server, 'so many records would stay: the server deletes none');
    return;
  }
  let taken = 0;
  let refused: { readonly size: number; readonly answered: Answered } | undefined;
  for (const size of growing(mostEntries)) {
    const answered = await ofSize(context, way, size);
    if (answered === undefined) taken = size;
    else {
      refused = { size, answered };
      break;
    }
  }
  while (refused !== undefined && refused.size - taken > Math.max(1, taken / 10)) {
    const size = Math.floor((taken + refused.size) / 2);
    const answered = await ofSize(context, way, size);
    if (answered === undefined) taken = size;
    else refused = { size, answered };
  }
  if (refused === undefined) findings.seen('bundle-limit', server, 'at-least', String(taken));
  else {
    const detail = `${taken} taken, ${refused.size} refused: ${refusalOf(refused.answered)}`;
    findings.seen('bundle-limit', server, 'limited', detail);
  }
}

/** 10, 20, 50, 100, 200 … and the most that was asked for. */
function growing(most: number): readonly number[] {
  const sizes = [10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000].filter((size) => size < most);
  return [...sizes, most];
}

/** The refusal of a transaction of so many records; the same ones each time, so that few have to be taken away. */
async function ofSize(context: ProbeContext, way: Way, size: number): Promise<Answered | undefined> {
  const entries = Array.from({ length: size }, (_, index) => way.entry(`many-${index}`));
  const { answered, results } = await send(context, 'transaction', entries);
  return isDone(answered) && results !== undefined ? undefined : answered;
}

export const bundles: readonly Probe[] = [
  withPatient({ step: 'batches', answers: [['batch', server]], run: batch }),
  withPatient({ step: 'transactions', answers: [['transaction', server]], run: transaction }),
  withPatient({ step: 'how much a transaction takes', answers: [['bundle-limit', server]], run: bundleLimit }),
];
