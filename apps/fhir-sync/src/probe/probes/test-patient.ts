import { z } from 'zod';
import { isDone } from '../exchange.js';
import { idIn, matchesIn, refusalOf, storedIn } from '../read-answer.js';
import { identifierSystem } from '../sample-records.js';
import type { Probe, ProbeContext } from '../probe-context.js';

/** The patient that all test records are of: one that was named, else one of our own. */

const patient = z.looseObject({
  identifier: z.array(z.looseObject({ system: z.string().optional(), value: z.string().optional() })).default([]),
  birthDate: z.string().optional(),
  gender: z.string().optional(),
  name: z.array(z.looseObject({ family: z.string().optional() })).default([]),
});
type Patient = z.output<typeof patient>;

async function findOrWritePatient(context: ProbeContext): Promise<void> {
  const { givenPatient } = context;
  const id = givenPatient === undefined ? await writePatient(context) : await readPatient(context, givenPatient);
  if (id === undefined) return;
  const read = patient.safeParse((await context.asking.ask({ method: 'GET', path: `Patient/${id}` })).body);
  const number = read.success ? numberOf(read.data) : undefined;
  if (read.success) noteIdentity(context, read.data);
  context.links = { patient: `Patient/${id}`, run: context.run, ...(number === undefined ? {} : { number }) };
  if (number !== undefined) await search(context, id, number);
}

async function writePatient({ records, run, findings }: ProbeContext): Promise<string | undefined> {
  const answered = await records.create({
    resourceType: 'Patient',
    identifier: [{ system: identifierSystem, value: run }],
    name: [{ family: 'Ilium-Probe', given: ['Synthetic'] }],
    gender: 'unknown',
    birthDate: '1900-01-01',
  });
  if (!isDone(answered)) {
    findings.seen('create', 'Patient', 'refused', refusalOf(answered));
    return undefined;
  }
  findings.seen('create', 'Patient', 'taken', String(answered.status));
  return idIn(answered, 'Patient');
}

async function readPatient({ asking, findings }: ProbeContext, id: string): Promise<string | undefined> {
  const answered = await asking.ask({ method: 'GET', path: `Patient/${id}` });
  if (isDone(answered) && storedIn(answered.body, 'Patient') !== undefined) return id;
  findings.notTried('create', 'Patient', `the patient of --patient can not be read (${refusalOf(answered)})`);
  return undefined;
}

function noteIdentity({ findings }: ProbeContext, { birthDate, gender, name }: Patient): void {
  const missing = Object.entries({
    'birth date': birthDate,
    sex: gender,
    'family name': name.find(({ family }) => family)?.family,
  }).flatMap(([what, value]) => (value === undefined ? [what] : []));
  if (missing.length === 0) findings.seen('identity', 'Patient', 'comparable');
  else findings.seen('identity', 'Patient', 'gaps', `without ${missing.join(', ')}`);
}

function numberOf({ identifier }: Patient) {
  const [first] = identifier.filter(({ system, value }) => system && value);
  const { system, value } = first ?? {};
  return system === undefined || value === undefined ? undefined : { system, value };
}

async function search({ asking, findings }: ProbeContext, id: string, number: { system: string; value: string }) {
  if (!findings.is('patient-search', 'Patient', 'filters')) return;
  const query = new URLSearchParams({ identifier: `${number.system}|${number.value}`, _count: '2' });
  const found = matchesIn(await asking.ask({ method: 'GET', path: `Patient?${query.toString()}` }), 'Patient');
  const isFound = found?.some((one) => one.id === id) === true;
  findings.seen('patient-search', 'Patient', isFound ? 'found' : 'not-found');
}

export const testPatient: readonly Probe[] = [
  {
    step: 'a test patient',
    answers: [
      ['create', 'Patient'],
      ['identity', 'Patient'],
    ],
    needs: 'test-system',
    run: findOrWritePatient,
  },
];
