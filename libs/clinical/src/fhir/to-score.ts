import type { Code } from '@ilium/contracts';
import type { CodeableConcept, Coding, Observation, ObservationComponent, Quantity } from '@medplum/fhirtypes';
import { jointOfSide } from '../derive/scores/attribution.js';
import type { Joint } from '../derive/procedures/joints.js';
import type { Score } from '../derive/scores/scores.js';
import type { Session } from '../derive/sessions/sessions.js';
import { ownSystem } from '../terminology/site-codes.js';
import { systems } from '../terminology/systems.js';
import { siteOfJoint } from './procedure-site.js';
import {
  codingOf,
  conceptOf,
  encounterOf,
  identifierOf,
  metaOf,
  observationStatusOf,
  referencesTo,
  subjectOf,
  type FhirContext,
} from './records.js';

const survey = [
  {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'survey' }],
  },
];

/** Why a score is missing: only what FHIR's data-absent-reason knows is passed on. */
const missingReasons = new Set(['unknown', 'asked-unknown', 'asked-declined', 'not-asked', 'not-performed']);

/**
 * A score → US Core Screening Assessment. `session` is the one it belongs to, before or after the needle; a score that names
 * one joint of it belongs to that one (clinical rule 11).
 */
export function toScore(
  score: Score,
  session: Session | undefined,
  context: FhirContext,
): Observation & { id: string } {
  const { report, status, identifier } = score.source;
  const { measure, effective } = score;
  const encounter = encounterOf(report.visit);
  return {
    resourceType: 'Observation',
    id: score.id,
    // us-core-1 wants a day at least: a score that is only known to a month can't say that it conforms.
    meta: metaOf(context, isVague(effective) ? undefined : 'us-core-observation-screening-assessment'),
    ...(identifier === undefined ? {} : { identifier: [identifierOf(identifier)] }),
    ...(session === undefined
      ? {}
      : {
          partOf: referencesTo(
            'Procedure',
            jointsOf(score, session).map((joint) => joint.id),
          ),
        }),
    status: observationStatusOf(status),
    category: survey,
    code: { coding: [codingIn('measure', score.coding, context)], text: measure.name },
    subject: subjectOf(context),
    ...(encounter === undefined ? {} : { encounter }),
    ...(effective === undefined ? {} : { effectiveDateTime: effective.text }),
    ...siteOf(score, context),
    ...valueOf(score, context),
    ...detailsOf(score, context),
  };
}

function jointsOf({ side }: Score, session: Session): readonly Joint[] {
  const joint = side === undefined ? undefined : jointOfSide(session, side);
  return joint === undefined ? session.done : [joint];
}

function siteOf({ side, source }: Score, { rules }: FhirContext): Pick<Observation, 'bodySite'> {
  if (side !== undefined) return { bodySite: siteOfJoint(side, rules) };
  const [site] = source.report.bodySite ?? [];
  const said = source.report.laterality;
  if (site === undefined) return said ? { bodySite: conceptOf(said) } : {};
  return { bodySite: { coding: [site, ...(said ? [said] : [])].map(codingOf) } };
}

/**
 * What a score is compared by besides its measure (clinical rules 12 and 16): in our words where a table knows it, else in
 * the source's own.
 */
function detailsOf(score: Score, context: FhirContext): Pick<Observation, 'component'> {
  const { painLocation, recall, source } = score;
  const { report } = source;
  const component = [
    detail('pain-location', painLocation, report.painLocation, context),
    detail('recall', recall, report.recall, context),
    detail('value-set', undefined, report.valueSet, context),
    bestEnd(score, context),
  ].filter((one) => one !== undefined);
  return component.length === 0 ? {} : { component };
}

/** Trap 11: a number of the global impression of change says nothing without the end of its form that is best. */
function bestEnd({ measure, source }: Score, context: FhirContext): ObservationComponent | undefined {
  const isNumber = measure.measure === 'pgic' && typeof source.report.value === 'number';
  return isNumber ? detail('best', context.rules.pgicBest, undefined, context) : undefined;
}

function detail(
  name: 'pain-location' | 'recall' | 'value-set' | 'best',
  known: string | undefined,
  said: string | null | undefined,
  { rules }: FhirContext,
): ObservationComponent | undefined {
  if (known === undefined && !said) return undefined;
  return {
    code: { coding: [{ system: `${rules.base}/CodeSystem/score-detail`, code: name }] },
    valueCodeableConcept: {
      ...(known === undefined ? {} : { coding: [{ system: `${rules.base}/CodeSystem/${name}`, code: known }] }),
      ...(said ? { text: said } : {}),
    },
  };
}

function isVague(effective: Score['effective']): boolean {
  return effective !== undefined && effective.day === undefined;
}

/** The value as it was said: what it was converted to for comparing is ours, and more precise than the source was. */
function valueOf(score: Score, context: FhirContext) {
  const { report } = score.source;
  const { value, unit } = report;
  if (typeof value === 'number') {
    return { valueQuantity: score.impossible.length > 0 ? asReported(value, unit) : inUcum(value, score.unit.ucum) };
  }
  if (report.answer) return { valueCodeableConcept: answerOf(score, report.answer, context) };
  const reason = report.missingReason ?? 'unknown';
  const code = missingReasons.has(reason) ? reason : 'unknown';
  return {
    dataAbsentReason: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code }] },
  };
}

/** What can't be a value of the measure stands as the source wrote it: under a UCUM code it would be our claim. */
function asReported(value: number, unit: string | null | undefined): Quantity {
  return { value, ...(unit ? { unit } : {}) };
}

function inUcum(value: number, unit: string): Quantity {
  return { value, unit, system: systems.ucum, code: unit };
}

/** The answer in our words, where a table knows it, and in the source's. */
function answerOf({ answer }: Score, said: Code, context: FhirContext): CodeableConcept {
  const known = answer === undefined ? [] : [codingIn('answer', answer, context)];
  const raw = codingOf(said);
  const isSame = known.some(({ system, code }) => system === raw.system && code === raw.code);
  return { coding: isSame ? known : [...known, raw] };
}

/** Our own codes are in a CodeSystem under our base. */
function codingIn(
  codeSystem: 'measure' | 'answer',
  { system, code }: { readonly system: string; readonly code: string },
  { rules }: FhirContext,
): Coding {
  return { system: system === ownSystem ? `${rules.base}/CodeSystem/${codeSystem}` : system, code };
}
