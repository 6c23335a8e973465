import type { Identifier } from '@ilium/contracts';
import { z } from 'zod';
import { date, dateTime, humanName, record, reference, type Coding, type HumanName } from '../resource/elements.js';
import { metaOf } from '../resource/fhir-record.js';
import { feedOf } from '../naming/sender.js';
import {
  mapping,
  reportEvent,
  together,
  versionOf,
  work,
  type Mapped,
  type MappedEvent,
  type MappingContext,
  type Places,
} from './mapping.js';
import { isTestName, isTestNumber } from './test-patients.js';

const schema = z.looseObject({
  ...record,
  name: z.array(humanName).optional(),
  birthDate: date.optional(),
  gender: z.enum(['male', 'female', 'other', 'unknown']).optional(),
  deceasedBoolean: z.boolean().optional(),
  deceasedDateTime: dateTime.optional(),
  link: z
    .array(z.looseObject({ other: reference, type: z.enum(['replaced-by', 'replaces', 'refer', 'seealso']) }))
    .optional(),
});
type Patient = z.output<typeof schema>;

const places: Places = {
  patient: 'Patient.identifier',
  'report.birthDate': 'Patient.birthDate',
  'report.sex': 'Patient.gender',
  'report.family': 'Patient.name',
  'report.deceased': 'Patient.deceased',
  'report.flags': 'Patient.meta.security',
  survivor: 'Patient.link',
  merged: 'Patient.link',
};

const wholeDate = '2026-03-12'.length;

export const patient = mapping(schema, (content, context) => {
  const { name, record: own } = context;
  if (name === undefined) return work('no-patient', 'Patient.identifier');
  const { birthDate } = content;
  const { testPatients } = context.reading.site.incoming;
  const isTest = isTestNumber(name, testPatients) || isTestName(own, testPatients);
  const isVague = birthDate !== undefined && birthDate.length < wholeDate;
  const report = {
    birthDate: isVague ? undefined : birthDate,
    sex: content.gender,
    family: familyOf(content.name),
    deceased: content.deceasedDateTime ?? content.deceasedBoolean,
    flags: flagsOf(metaOf(own).security ?? [], isTest),
  };
  return together(
    { events: [reportEvent({ kind: 'patient', patient: name, status: 'final', report, places }, context)], work: [] },
    ...(isVague ? [work('unreadable-field', 'Patient.birthDate')] : []),
    ...(content.link ?? []).map((link, index) => linkTo(link, index, name, context)),
  );
});

const longestFamily = 100;

/** Of the official name, else of the first. One that is too long says nothing: cut, it would be another name. */
function familyOf(names: readonly HumanName[] = []): string | undefined {
  const name = names.find(({ use }) => use === 'official') ?? names[0];
  const family = name?.family?.trim() ?? '';
  return family === '' || family.length > longestFamily ? undefined : family;
}

const v3 = 'http://terminology.hl7.org/CodeSystem';
const confidentiality = `${v3}/v3-Confidentiality`;

/** What the security labels of v3 mean in our words; undefined: everybody may read it, so that it hides nobody. */
const labels: ReadonlyMap<string, string | undefined> = new Map([
  ...['U', 'L', 'M', 'N'].map((code) => [`${confidentiality}|${code}`, undefined] as const),
  ...['R', 'V'].map((code) => [`${confidentiality}|${code}`, 'sensitive'] as const),
  [`${v3}/v3-ActReason|HTEST`, 'test'],
  [`${v3}/v3-ActCode|CEL`, 'vip'],
]);

/** Labels that stand in no table go as they are: one that nobody knows hides, until somebody lists it (clinical rule 25). */
function flagsOf(security: readonly Coding[], isTest: boolean): readonly string[] {
  const flags = security.map(({ system = '', code = '' }) => {
    const label = `${system}|${code}`;
    return labels.has(label) ? labels.get(label) : code || undefined;
  });
  return [...new Set([...flags, isTest ? 'test' : undefined].filter((flag) => flag !== undefined))];
}

/** `replaces`: this patient survives; `replaced-by`: the other does. The other two kinds of links join nobody. */
function linkTo(
  { other, type }: NonNullable<Patient['link']>[number],
  index: number,
  own: Identifier,
  context: MappingContext,
): Mapped {
  if (type !== 'replaces' && type !== 'replaced-by') return { events: [], work: [] };
  const named = context.references.name(other, ['Patient'], 'strict');
  const place = `Patient.link[${index}].other`;
  if (named === undefined) return work('no-patient', place);
  if (named.system === own.system && named.value === own.value) return { events: [], work: [] };
  const [survivor, merged] = type === 'replaces' ? [own, named] : [named, own];
  const data = {
    feed: feedOf(context.record, context.reading),
    survivor,
    merged,
    version: versionOf(context.record, 'final'),
  };
  const event: MappedEvent = { type: 'ilium.patient.linked.v1', data, patient: survivor, places };
  return { events: [event], work: [] };
}
