import type { UsCoreVersion } from '../conformance/rule.js';
import {
  administration,
  bundleOf,
  entryOf,
  goodRecords,
  improvement,
  missingScore,
  painScore,
  person,
  procedure,
  score,
  survey,
  type AnyRecord,
} from './good-records.js';

/** A good bundle with one fault, and the rule that has to find it. */
export interface WrongSample {
  readonly rule: string;
  readonly bundle: AnyRecord;
  /** The US Core versions for which it is a fault, where not for all. */
  readonly versions?: readonly UsCoreVersion[];
}

/** Elements that take the place of a record's own; `undefined` takes one away. */
type Fault = Readonly<Record<string, unknown>>;

type Row = readonly [rule: string, record: AnyRecord, fault: Fault, versions?: readonly UsCoreVersion[]];

const group = { reference: 'https://ehr.example/fhir/Group/1' };
const basic = { reference: 'https://ehr.example/fhir/Basic/1' };
const cpt = (code: string) => ({ coding: [{ system: 'http://www.ama-assn.org/go/cpt', code }] });
const profile = (name: string) => ({ profile: [`http://hl7.org/fhir/us/core/StructureDefinition/${name}`] });

const required: readonly Row[] = [
  ['required Procedure.status', procedure, { status: undefined }],
  ['required Procedure.subject', procedure, { subject: undefined }],
  ['required Procedure.performer.actor', procedure, { performer: [{ function: { text: 'operator' } }] }],
  ['required Procedure.focalDevice.manipulated', procedure, { focalDevice: [{ action: { text: 'implanted' } }] }],
  ['required MedicationAdministration.status', administration, { status: undefined }],
  ['required MedicationAdministration.medication[x]', administration, { medicationCodeableConcept: undefined }],
  ['required MedicationAdministration.subject', administration, { subject: undefined }],
  ['required MedicationAdministration.effective[x]', administration, { effectiveDateTime: undefined }],
  [
    'required MedicationAdministration.performer.actor',
    administration,
    { performer: [{ function: { text: 'nurse' } }] },
  ],
  ['required Observation.status', score, { status: undefined }],
  ['required Observation.code', score, { code: undefined }],
  ['required Observation.component.code', score, { component: [{ valueInteger: 1 }] }],
  ['required Patient.link.other', person, { link: [{ type: 'seealso' }] }],
  ['required Patient.link.type', person, { link: [{ other: { type: 'Patient', display: 'namesake' } }] }],
  ['required us-core-procedure.code', procedure, { code: undefined }],
  ['required us-core-observation-screening-assessment.subject', score, { subject: undefined }],
  ['required us-core-simple-observation.category', improvement, { category: undefined }],
  ['required us-core-simple-observation.subject', improvement, { subject: undefined }],
];

const codes: readonly Row[] = [
  ['code Procedure.status', procedure, { status: 'amended' }],
  ['code MedicationAdministration.status', administration, { status: 'amended' }],
  ['code Observation.status', score, { status: 'completed' }],
  ['code Patient.gender', person, { gender: 'F' }],
  [
    'code Patient.link.type',
    person,
    { link: [{ other: { type: 'Patient', display: 'namesake' }, type: 'merged-into' }] },
  ],
  [
    'code of observation-category',
    improvement,
    { category: [{ coding: [{ ...survey.coding[0], code: 'questionnaire' }] }] },
  ],
  [
    'code of data-absent-reason',
    missingScore,
    {
      dataAbsentReason: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'refused' }],
      },
    },
  ],
  [
    'code in extension data-absent-reason',
    procedure,
    {
      performedPeriod: undefined,
      _performedDateTime: {
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'forgotten' }],
      },
    },
  ],
  ['slice us-core-observation-screening-assessment.category:survey', score, { category: undefined }],
  ['slice us-core-observation-screening-assessment.category:survey', score, { category: [survey, survey] }],
  [
    'code us-core-procedure.code',
    procedure,
    { code: { coding: [{ system: 'urn:ilium:test:codes', code: 'SIJ' }] } },
    ['6.1.0', '9.0.0'],
  ],
];

/** Each element that has a rule for its targets, led to a record of a type that none of them allows. `+`: a list. */
const targets: readonly Row[] = [
  ...led(
    procedure,
    'basedOn+ partOf+ encounter recorder asserter location reasonReference+ report+ complicationDetail+ usedReference+',
  ),
  ['target Procedure.performer.actor', procedure, { performer: [{ actor: basic }] }],
  [
    'target Procedure.performer.onBehalfOf',
    procedure,
    { performer: [{ actor: { type: 'Practitioner', display: 'operator' }, onBehalfOf: basic }] },
  ],
  ['target Procedure.focalDevice.manipulated', procedure, { focalDevice: [{ manipulated: basic }] }],
  ...led(administration, 'partOf+ subject context reasonReference+ request device+ eventHistory+'),
  [
    'target MedicationAdministration.medicationReference',
    administration,
    { medicationCodeableConcept: undefined, medicationReference: basic },
  ],
  ['target MedicationAdministration.performer.actor', administration, { performer: [{ actor: basic }] }],
  ...led(score, 'basedOn+ partOf+ encounter performer+ specimen device hasMember+ derivedFrom+'),
  ['target Patient.link.other', person, { link: [{ other: basic, type: 'seealso' }] }],
  // A retraction claims no profile: here only R4 speaks.
  ['target Procedure.subject', procedure, { meta: undefined, subject: basic }],
  ['target Observation.subject', score, { meta: undefined, subject: basic }],
  ['target us-core-procedure.subject', procedure, { subject: group }, ['6.1.0']],
  ['target us-core-observation-screening-assessment.subject', score, { subject: group }, ['6.1.0']],
  ['target us-core-simple-observation.subject', improvement, { subject: group }, ['6.1.0']],
  // What a bundle holds and what a reference calls itself count as much as what its address shows.
  ['target Observation.partOf', score, { partOf: [{ reference: 'Observation/score-2' }] }],
  ['target Procedure.encounter', procedure, { encounter: { type: 'Basic', identifier: { value: 'V1' } } }],
];

const references: readonly Row[] = [
  ['reference resolves', improvement, { derivedFrom: [{ reference: 'Observation/elsewhere' }] }],
  [
    'reference resolves',
    improvement,
    { derivedFrom: [{ reference: 'urn:uuid:7f1c0f3e-9a42-4c8e-8a52-3f5a9e0c1d2b' }] },
  ],
  ['ref-1', improvement, { derivedFrom: [{ reference: '#score' }] }],
  ['reference type', improvement, { focus: [{ reference: 'Procedure/procedure-1', type: 'Observation' }] }],
];

const invariants: readonly Row[] = [
  ['us-core-1', score, { effectiveDateTime: '2026-03' }],
  ['us-core-2', score, { valueQuantity: undefined }],
  ['us-core-3', score, { valueQuantity: { value: 3, system: 'urn:ilium:test:units', code: 'points' } }],
  ['us-core-7', procedure, { performedPeriod: undefined }],
  ['us-core-7', procedure, { performedPeriod: undefined, status: 'in-progress' }],
  ['obs-6', missingScore, { valueInteger: 3 }],
  ['obs-7', score, { component: [{ code: painScore, valueInteger: 3 }] }],
  ['mad-1', administration, { dosage: { text: 'as ordered' } }],
  ['per-1', procedure, { performedPeriod: { start: '2026-03-12T10:05:00-04:00', end: '2026-03-12T10:04:00-04:00' } }],
  ['per-1', procedure, { performedPeriod: { start: '2026-03-13', end: '2026-03-12T10:04:00-04:00' } }],
  ['qty-3', improvement, { valueQuantity: { value: 50, code: '%' } }],
];

const formats: readonly Row[] = [
  ['id', improvement, { id: '12345' }],
  ['id', improvement, { id: 'a_b' }],
  ['id', improvement, { id: 'x'.repeat(65) }],
  ['profile of its type', administration, { meta: profile('us-core-simple-observation'), category: [survey] }],
  ['time exists', score, { effectiveDateTime: '2026-02-30' }],
  ['time exists', score, { effectiveDateTime: '2026-03-12T10:05-04:00' }],
  ['time has a zone', score, { effectiveDateTime: '2026-03-12T10:05:00' }],
  ['time has a zone', procedure, { performedPeriod: { start: '2026-03-12T10:05:00' } }],
  ['UCUM', administration, { dosage: { dose: { value: 40, system: 'http://unitsofmeasure.org', code: 'mcg' } } }],
  ['UCUM', administration, { dosage: { dose: { value: 40, system: 'http://unitsofmeasure.org', code: 'mg ' } } }],
  ['UCUM', administration, { dosage: { dose: { value: 40, unit: 'mg', system: 'http://unitsofmeasure.org' } } }],
  ['CPT modifiers', procedure, { code: cpt('27096-LT') }],
  ['CPT modifiers', procedure, { code: cpt('27096:LEFT') }],
];

/** Faults of the bundle around good records. */
const bundles: readonly (readonly [rule: string, fault: Fault])[] = [
  ['code Bundle.type', { type: 'parcel', entry: goodRecords.map((record) => without(entryOf(record), 'request')) }],
  ['code Bundle.entry.request.method', withFirst({ request: { method: 'UPSERT', url: 'Procedure/procedure-1' } })],
  [
    'required Bundle.type',
    { type: undefined, entry: goodRecords.map((record) => without(entryOf(record), 'request')) },
  ],
  ['required Bundle.entry.request.method', withFirst({ request: { url: 'Procedure/procedure-1' } })],
  ['required Bundle.entry.request.url', withFirst({ request: { method: 'PUT' } })],
  ['bdl-1', { total: 5 }],
  ['bdl-2', withFirst({ search: { mode: 'match' } })],
  ['bdl-3', withFirst({ request: undefined })],
  ['bdl-3', { type: 'collection' }],
  ['bdl-4', withFirst({ response: { status: '200' } })],
  ['bdl-5', { type: 'collection', entry: [{ fullUrl: 'urn:uuid:7f1c0f3e-9a42-4c8e-8a52-3f5a9e0c1d2b' }] }],
  ['bdl-7', { type: 'collection', entry: [1, 2].map(() => without(entryOf(procedure), 'request')) }],
  ['bdl-8', withFirst({ fullUrl: 'https://ilium.example/fhir/Procedure/procedure-1/_history/2' })],
  ['full URL of its record', withFirst({ fullUrl: 'https://ilium.example/fhir/Procedure/procedure-2' })],
  ['PUT of its record', withFirst({ request: { method: 'PUT', url: 'Procedure/procedure-2' } })],
  ['one write for each record', { entry: [...goodRecords.map(entryOf), without(entryOf(procedure), 'fullUrl')] }],
];

export const wrongSamples: readonly WrongSample[] = [
  ...[required, codes, targets, references, invariants, formats]
    .flat()
    .map(([rule, record, fault, versions]): WrongSample => ({
      rule,
      bundle: bundleOf(goodRecords.map((good) => (good === record ? { ...record, ...fault } : good))),
      ...(versions === undefined ? {} : { versions }),
    })),
  ...bundles.map(([rule, fault]): WrongSample => ({ rule, bundle: { ...bundleOf(goodRecords), ...fault } })),
];

function led(record: AnyRecord, elements: string): readonly Row[] {
  return elements.split(' ').map((element): Row => {
    const name = element.replace('+', '');
    return [`target ${record.resourceType}.${name}`, record, { [name]: element === name ? basic : [basic] }];
  });
}

function withFirst(fault: Fault): Fault {
  return { entry: goodRecords.map((record, place) => ({ ...entryOf(record), ...(place === 0 ? fault : {}) })) };
}

function without(value: object, name: string): object {
  return { ...value, [name]: undefined };
}
