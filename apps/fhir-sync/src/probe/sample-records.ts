import { createHash } from 'node:crypto';
import { documentKinds } from '@ilium/contracts';
import type { WrittenType } from './capabilities.js';
import { smallPdf } from './small-pdf.js';

/** One record of each kind that Ilium writes, with every element that it ever writes; invented, and looking it. */

export type SampleRecord = Readonly<Record<string, unknown>> & { readonly resourceType: WrittenType };

/** What a sample refers to. */
export interface Links {
  /** `Patient/17` on the server. */
  readonly patient: string;
  /** Its identifier: records name their patient by both. */
  readonly number?: { readonly system: string; readonly value: string };
  /** A word that no other probe uses: in each identifier. */
  readonly run: string;
  /** Records of this probe that are there by now. */
  readonly procedure?: string;
  readonly observation?: string;
  readonly document?: string;
}

export interface Sample {
  /** As findings name it. */
  readonly about: string;
  readonly type: WrittenType;
  readonly build: (links: Links) => SampleRecord;
}

export const identifierSystem = 'https://ilium.example/fhir/probe';
const own = 'https://ilium.example/fhir/CodeSystem';
const sct = 'http://snomed.info/sct';
const cpt = 'http://www.ama-assn.org/go/cpt';
const ucum = 'http://unitsofmeasure.org';
const absent = [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' }];

const meta = (profile?: string) => ({
  ...(profile === undefined ? {} : { profile: [`http://hl7.org/fhir/us/core/StructureDefinition/${profile}`] }),
  tag: [{ system: `${own}/tag`, code: 'ilium' }],
});
const identifier = ({ run }: Links, name: string) => [{ system: identifierSystem, value: `${run}-${name}` }];
const subject = ({ patient, number }: Links) => ({
  reference: patient,
  type: 'Patient',
  ...(number === undefined ? {} : { identifier: number }),
});
const visit = ({ run }: Links) => ({
  type: 'Encounter',
  identifier: { system: identifierSystem, value: `${run}-visit` },
});
const performer = [
  { actor: { type: 'Practitioner', identifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '1234567893' } } },
];
const device = {
  type: 'Device',
  identifier: { system: 'https://ilium.example/fhir/device', value: 'ilium' },
  display: 'Ilium',
};
const partOf = ({ procedure }: Links) => (procedure === undefined ? {} : { partOf: [{ reference: procedure }] });
const concept = (system: string, code: string, text: string, display?: string) => ({
  coding: [{ system, code, ...(display === undefined ? {} : { display }) }],
  text,
});
const category = (code: string) => [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code }] },
];
const leftJoint = {
  coding: [
    { system: sct, code: '39723000', display: 'Sacroiliac joint structure' },
    { system: sct, code: '39723000:272741003=7771000' },
  ],
  text: 'Left sacroiliac joint',
};

function procedure(links: Links): SampleRecord {
  return {
    resourceType: 'Procedure',
    meta: meta('us-core-procedure'),
    identifier: identifier(links, 'procedure'),
    ...partOf(links),
    status: 'completed',
    category: { coding: [{ system: sct, code: '103693007' }] },
    code: {
      coding: [
        { system: cpt, code: '27096', display: 'Injection, sacroiliac joint' },
        { system: cpt, code: '27096:LT' },
        { system: `${own}/procedure-type`, code: 'si-joint-injection' },
      ],
      text: 'Sacroiliac joint injection',
    },
    subject: subject(links),
    encounter: visit(links),
    performedPeriod: { start: '2026-03-12T10:05:00-05:00', end: '2026-03-12T10:23:00-05:00' },
    performer,
    reasonCode: [concept('http://hl7.org/fhir/sid/icd-10-cm', 'M46.1', 'Sacroiliitis', 'Sacroiliitis NEC')],
    bodySite: [leftJoint],
    complication: [concept(`${own}/complication`, 'dural-puncture', 'dural puncture')],
  };
}

function administration(links: Links): SampleRecord {
  return {
    resourceType: 'MedicationAdministration',
    meta: meta(),
    identifier: identifier(links, 'administration'),
    ...partOf(links),
    status: 'completed',
    category: concept(`${own}/administration-source`, 'billed', 'Billed; not documented as given'),
    medicationCodeableConcept: concept(
      'http://www.nlm.nih.gov/research/umls/rxnorm',
      '10759',
      'triamcinolone',
      'triamcinolone',
    ),
    subject: subject(links),
    context: visit(links),
    effectiveDateTime: '2026-03-12T10:13:00-05:00',
    performer,
    dosage: {
      site: { coding: [{ system: sct, code: '39723000', display: 'Sacroiliac joint structure' }] },
      route: { coding: [{ system: sct, code: '12130007', display: 'Intra-articular route' }] },
      dose: { value: 40, unit: 'mg', system: ucum, code: 'mg' },
    },
  };
}

function score(links: Links): SampleRecord {
  return {
    resourceType: 'Observation',
    meta: meta('us-core-observation-screening-assessment'),
    identifier: identifier(links, 'score'),
    ...partOf(links),
    status: 'final',
    category: category('survey'),
    code: concept('http://loinc.org', '72514-3', 'Pain, numeric rating scale 0-10'),
    subject: subject(links),
    encounter: visit(links),
    effectiveDateTime: '2026-03-12T09:40:00-05:00',
    bodySite: leftJoint,
    valueQuantity: { value: 8, unit: '{score}', system: ucum, code: '{score}' },
    component: [
      {
        code: concept(`${own}/score-detail`, 'recall', 'Asked about'),
        valueCodeableConcept: concept(`${own}/recall`, 'now', 'now'),
      },
    ],
  };
}

function finding(links: Links): SampleRecord {
  return {
    resourceType: 'Observation',
    meta: meta('us-core-simple-observation'),
    identifier: identifier(links, 'finding'),
    ...partOf(links),
    status: 'final',
    category: category('procedure'),
    code: concept(`${own}/finding`, 'contrast-spread', 'What contrast showed'),
    subject: subject(links),
    encounter: visit(links),
    effectiveDateTime: '2026-03-12T10:05:00-05:00',
    valueCodeableConcept: concept(`${own}/contrast-spread`, 'intra-articular', 'Contrast spread in the joint'),
  };
}

function unanswered(links: Links): SampleRecord {
  const { bodySite: _site, valueQuantity: _value, component: _component, ...rest } = score(links);
  return {
    ...rest,
    resourceType: 'Observation',
    identifier: identifier(links, 'unanswered'),
    dataAbsentReason: concept('http://terminology.hl7.org/CodeSystem/data-absent-reason', 'asked-declined', 'Declined'),
  };
}

function figure(links: Links): SampleRecord {
  return {
    resourceType: 'Observation',
    meta: meta('us-core-simple-observation'),
    identifier: identifier(links, 'figure'),
    ...partOf(links),
    status: 'final',
    category: category('survey'),
    code: concept(`${own}/derived-observation`, 'percent-improvement', 'Percent improvement, window W2'),
    subject: subject(links),
    effectiveDateTime: '2026-03-26T09:15:00-05:00',
    method: concept(`${own}/rules`, '2', 'Rules of Ilium, version 2'),
    device,
    ...(links.observation === undefined ? {} : { derivedFrom: [{ reference: links.observation }] }),
    valueQuantity: { value: 37.5, unit: '%', system: ucum, code: '%' },
    component: [
      {
        code: concept(`${own}/derived-observation`, 'threshold', 'Threshold'),
        valueQuantity: { value: 75, unit: '%', system: ucum, code: '%' },
      },
    ],
  };
}

function ofTheDay(links: Links): SampleRecord {
  const { performedPeriod: _period, complication: _complication, ...rest } = procedure(links);
  const own = { identifier: identifier(links, 'day'), performedDateTime: '2026-03-12' };
  return { ...rest, ...own, resourceType: 'Procedure' };
}

function overTime(links: Links): SampleRecord {
  const { effectiveDateTime: _time, category: _category, ...rest } = administration(links);
  const effectivePeriod = { start: '2026-03-12T10:13:00-05:00', end: '2026-03-12T10:15:00-05:00' };
  const own = { identifier: identifier(links, 'over-time'), effectivePeriod };
  return { ...rest, ...own, resourceType: 'MedicationAdministration' };
}

/** A time that nobody told: an extension on an element without a value, which many servers stumble over. */
function timeless(links: Links): SampleRecord {
  const { performedPeriod: _period, complication: _complication, ...rest } = procedure(links);
  return {
    ...rest,
    resourceType: 'Procedure',
    identifier: identifier(links, 'timeless'),
    _performedDateTime: { extension: absent },
  };
}

/** As the lane `document` writes them: text and PDF; a later one replaces the earlier. */
export function document(links: Links, pdf: Buffer = smallPdf(0)): SampleRecord {
  const text = Buffer.from('Synthetic record of a probe. No patient is behind it.');
  const name = links.document === undefined ? 'document' : 'second-document';
  return {
    resourceType: 'DocumentReference',
    meta: meta('us-core-documentreference'),
    language: 'en',
    masterIdentifier: { system: identifierSystem, value: `${links.run}-${name}-version` },
    identifier: identifier(links, name),
    status: 'current',
    type: concept('http://terminology.hl7.org/CodeSystem/v3-NullFlavor', 'UNK', documentKinds.session, 'unknown'),
    category: [
      concept('http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category', 'clinical-note', 'Note'),
      concept(`${own}/document`, 'session', documentKinds.session),
    ],
    subject: subject(links),
    author: [device],
    date: '2026-03-12T15:30:00Z',
    description: 'Sacroiliac joint injection, synthetic',
    ...(links.document === undefined
      ? {}
      : { relatesTo: [{ code: 'replaces', target: { reference: links.document } }] }),
    content: [attachment('text/plain; charset=UTF-8', text), attachment('application/pdf', pdf)],
    context: {
      encounter: [visit(links)],
      period: { start: '2026-03-12T10:05:00-05:00', end: '2026-03-12T10:23:00-05:00' },
    },
  };
}

function attachment(contentType: string, bytes: Buffer) {
  return {
    attachment: {
      contentType,
      language: 'en',
      data: bytes.toString('base64'),
      size: bytes.length,
      hash: createHash('sha1').update(bytes).digest('base64'),
      title: 'Summary',
      creation: '2026-03-12T15:30:00Z',
    },
  };
}

/** In the order in which they are written: what is referred to first. The first of each type stands for it. */
export const samples: readonly Sample[] = [
  { about: 'Procedure', type: 'Procedure', build: procedure },
  { about: 'Procedure (only the day told)', type: 'Procedure', build: ofTheDay },
  { about: 'Procedure (no time told)', type: 'Procedure', build: timeless },
  { about: 'MedicationAdministration', type: 'MedicationAdministration', build: administration },
  { about: 'MedicationAdministration (over some time)', type: 'MedicationAdministration', build: overTime },
  { about: 'Observation', type: 'Observation', build: score },
  { about: 'Observation (finding)', type: 'Observation', build: finding },
  { about: 'Observation (question unanswered)', type: 'Observation', build: unanswered },
  { about: 'Observation (derived figure)', type: 'Observation', build: figure },
  { about: 'DocumentReference', type: 'DocumentReference', build: (links) => document(links) },
  {
    about: 'DocumentReference (a second one, replacing it)',
    type: 'DocumentReference',
    build: (links) => document(links),
  },
];

/** The same with required elements only, in the plainest form: what a server takes that takes anything of the type. */
export function bareOf(record: SampleRecord): SampleRecord {
  const kept = ['resourceType', 'status', 'code', 'subject', 'category', 'type', 'content', 'date'];
  const timed = ['performedPeriod', 'performedDateTime', '_performedDateTime', 'effectiveDateTime', 'effectivePeriod'];
  const said = ['medicationCodeableConcept', 'valueQuantity', 'valueCodeableConcept', 'dataAbsentReason'];
  const names = new Set([...kept, ...timed, ...said]);
  const rest = Object.fromEntries(Object.entries(record).filter(([name]) => names.has(name)));
  return { ...rest, resourceType: record.resourceType };
}
