import { z } from 'zod';
import { differencesOf } from '../../read-back/differences-of.js';
import { searchedBy, type WrittenType } from '../capabilities.js';
import { isDone, type Answered } from '../exchange.js';
import { elementsNamed, meaningLost } from '../kept-elements.js';
import { idIn, matchesIn, refusalOf, versionIn } from '../read-answer.js';
import { bareOf, identifierSystem, samples, type Links, type Sample, type SampleRecord } from '../sample-records.js';
import { readBack, withPatient, type Probe, type ProbeContext } from '../probe-context.js';
import type { QuestionId } from '../questions.js';

/** Each kind of record that Ilium writes is written, read again, compared and searched for. */

/** Servers may take a moment until a search finds what was written. */
const searchTries = 4;
const searchPauseMs = 500;

function writing(sample: Sample): Probe {
  const { about, type } = sample;
  const questions: readonly QuestionId[] = ['create', 'kept'];
  const ofTheFirst: readonly QuestionId[] = about === type ? ['update-create', 'versions', 'found-again'] : [];
  return withPatient({
    step: `writing: ${about}`,
    answers: [...questions, ...ofTheFirst].map((question) => [question, about] as const),
    run: (context, links) => write(context, sample, links),
  });
}

async function write(context: ProbeContext, sample: Sample, links: Links): Promise<void> {
  const record = sample.build(linksNow(links, context));
  const isFirst = sample.about === sample.type;
  const created = await create(context, sample, record);
  // Under an identifier of its own: two records with one identifier are nobody's.
  const other = sample.build({ ...linksNow(links, context), run: `${links.run}-own-id` });
  const put = isFirst ? await updateCreate(context, sample, other) : undefined;
  const written = created ?? put;
  if (written === undefined) {
    context.findings.notTried('kept', sample.about, 'none could be written');
    return;
  }
  context.there.set(sample.about, { sample, ...written });
  await compare(context, sample, written);
  if (isFirst) await findAgain(context, sample.type, written.id);
}

/** What has been written by now can be referred to. */
function linksNow(links: Links, { there }: ProbeContext): Links {
  const [procedure, observation, document] = (['Procedure', 'Observation', 'DocumentReference'] as const).map(
    (type) => {
      const id = there.get(type)?.id;
      return id === undefined ? undefined : `${type}/${id}`;
    },
  );
  return {
    ...links,
    ...(procedure === undefined ? {} : { procedure }),
    ...(observation === undefined ? {} : { observation }),
    ...(document === undefined ? {} : { document }),
  };
}

interface WrittenSample {
  readonly sent: SampleRecord;
  readonly id: string;
  readonly answered: Answered;
}

async function create({ records, findings }: ProbeContext, { about, type }: Sample, record: SampleRecord) {
  const answered = await records.create(record);
  if (isDone(answered)) {
    const id = idIn(answered, type);
    findings.seen('create', about, id === undefined ? 'without-id' : 'taken', String(answered.status));
    return id === undefined ? undefined : { id, answered, sent: record };
  }
  const refusal = refusalOf(answered);
  const isAboutContent = answered.status === 400 || answered.status === 422;
  const isBareTaken = isAboutContent && isDone(await records.create(bareOf(record)));
  findings.seen('create', about, isBareTaken ? 'bare' : 'refused', refusal);
  return undefined;
}

async function updateCreate(
  { records, findings, run }: ProbeContext,
  { type, about }: Sample,
  record: SampleRecord,
): Promise<WrittenSample | undefined> {
  const id = `${run}-${type.toLowerCase()}`;
  const answered = await records.put(id, record);
  if (!isDone(answered)) {
    findings.seen('update-create', about, 'refused', refusalOf(answered));
    return undefined;
  }
  const given = idIn(answered, type) ?? id;
  findings.seen('update-create', about, given === id ? 'created' : 'other-id', String(answered.status));
  return { id: given, answered, sent: record };
}

async function compare(context: ProbeContext, { about, type }: Sample, written: WrittenSample) {
  const { findings } = context;
  const { answered, stored } = await readBack(context, type, written.id);
  if (stored === undefined) {
    findings.seen('kept', about, 'unreadable', refusalOf(answered));
    return;
  }
  const found = differencesOf(written.sent, stored);
  const lost = meaningLost(type, found);
  const elements = elementsNamed(found);
  if (lost.length > 0) findings.seen('kept', about, 'lost-meaning', `${lost.join(', ')}; gone or changed: ${elements}`);
  else if (found.length > 0) findings.seen('kept', about, 'lost', `gone or changed: ${elements}`);
  else findings.seen('kept', about, 'whole');
  if (about === type) noteVersions(context, type, written.answered, answered);
}

function noteVersions({ findings }: ProbeContext, type: WrittenType, write: Answered, read: Answered): void {
  const [atWrite, atRead] = [versionIn(write, type).where, versionIn(read, type).where];
  if (atWrite.length > 0) findings.seen('versions', type, 'told', atWrite.join(', '));
  else if (atRead.length > 0) findings.seen('versions', type, 'late', atRead.join(', '));
  else findings.seen('versions', type, 'never');
}

const codes: Readonly<Record<WrittenType, string>> = {
  Procedure: 'http://www.ama-assn.org/go/cpt|27096',
  MedicationAdministration: 'http://www.nlm.nih.gov/research/umls/rxnorm|10759',
  Observation: 'http://loinc.org|72514-3',
  DocumentReference: 'http://terminology.hl7.org/CodeSystem/v3-NullFlavor|UNK',
};

async function findAgain(context: ProbeContext, type: WrittenType, id: string): Promise<void> {
  const { findings, links, wait } = context;
  const [, patient = ''] = links?.patient.split('/') ?? [];
  const { code, day } = searchedBy[type];
  const asked = { patient, [code]: codes[type], [day]: '2026-03-12' };
  let found = await searched(context, type, asked);
  for (let attempt = 1; attempt < searchTries && found.ids?.includes(id) === false; attempt += 1) {
    await wait(searchPauseMs);
    found = await searched(context, type, asked);
  }
  const also = await byIdentifier(context, type, id);
  if (found.ids === undefined) findings.seen('found-again', type, 'refused', `${found.refusal}${also}`);
  else if (!found.ids.includes(id)) findings.seen('found-again', type, 'not-found', also.replace(/^; /, ''));
  else {
    const passedOver: string[] = [];
    for (const [name, value] of [
      ['patient', `${patient}-nobody`],
      [code, `${codes[type]}-nothing`],
      [day, '1900-01-01'],
    ] as const) {
      const other = await searched(context, type, { ...asked, [name]: value });
      if (other.ids?.includes(id) === true) passedOver.push(name);
    }
    const said = passedOver.length === 0 ? '' : `${passedOver.join(', ')} passed over`;
    findings.seen('found-again', type, said === '' ? 'found' : 'loosely', `${said}${also}`.replace(/^; /, ''));
  }
}

async function byIdentifier(context: ProbeContext, type: WrittenType, id: string): Promise<string> {
  const { there } = context;
  const identified = z.looseObject({ identifier: z.array(z.looseObject({ value: z.string() })) });
  const sent = identified.safeParse(there.get(type)?.sent);
  const value = sent.success ? (sent.data.identifier[0]?.value ?? '') : '';
  const { ids } = await searched(context, type, { identifier: `${identifierSystem}|${value}` });
  return ids?.includes(id) === true ? '; by its identifier as well' : '; not by its identifier';
}

async function searched({ asking }: ProbeContext, type: WrittenType, by: Readonly<Record<string, string>>) {
  const query = new URLSearchParams({ ...by, _count: '50' });
  const answered = await asking.ask({ method: 'GET', path: `${type}?${query.toString()}` });
  return { ids: matchesIn(answered, type)?.map((one) => one.id), refusal: refusalOf(answered) };
}

export const writeAndRead: readonly Probe[] = samples.map(writing);
