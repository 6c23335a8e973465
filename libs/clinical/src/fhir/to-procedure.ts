import type { Coding, Procedure } from '@medplum/fhirtypes';
import type { Code, ProcedureType } from '@ilium/contracts';
import type { Complication } from '../derive/person/complications.js';
import { fromBestSource, type Joint } from '../derive/procedures/joints.js';
import { isPeriod } from '../derive/reports/moments.js';
import type { ProcedureReport, ReportedCode } from '../derive/procedures/read-procedure.js';
import { reasonsOf } from '../derive/procedures/reasons.js';
import { isPublicCode } from '../terminology/procedures.js';
import { intentOfPurpose } from '../terminology/purposes.js';
import { isSideModifier, modifierOfSide } from '../terminology/sides.js';
import { ownSystem } from '../terminology/site-codes.js';
import { systems, systemUri } from '../terminology/systems.js';
import type { Rules } from '../rules.js';
import { bodySiteOf, procedureName } from './procedure-site.js';
import { complicationConcept } from './to-complication.js';
import {
  absent,
  codingOf,
  conceptOf,
  encounterOf,
  identifierOf,
  metaOf,
  subjectOf,
  type FhirContext,
} from './records.js';

/**
 * One joint of one act → US Core Procedure. Each element comes from the best source that says it. `complications` are those
 * of the day itself (R4: during the procedure, or right after it).
 */
export function toProcedure(
  joint: Joint,
  complications: readonly Complication[],
  context: FhirContext,
): Procedure & { id: string } {
  const encounter = encounterOf(fromBestSource(joint, 'visit'));
  const reasons = reasonsOf(joint, context.rules);
  const performer = fromBestSource(joint, 'performer');
  const identifiers = identifiersOf(joint);
  return {
    resourceType: 'Procedure',
    id: joint.id,
    meta: metaOf(context, 'us-core-procedure'),
    ...(identifiers.length > 0 ? { identifier: identifiers } : {}),
    status: joint.status,
    ...categoryOf(joint, context),
    code: { coding: codingsOf(joint, context), text: procedureName(joint) },
    subject: subjectOf(context),
    ...(encounter === undefined ? {} : { encounter }),
    ...performedOf(joint),
    ...(performer === undefined
      ? {}
      : { performer: [{ actor: { type: 'Practitioner', identifier: identifierOf(performer) } }] }),
    ...(reasons.length === 0 ? {} : { reasonCode: reasons.map(reasonOf) }),
    bodySite: [bodySiteOf(joint, context.rules)],
    ...(complications.length === 0
      ? {}
      : { complication: complications.map((one) => complicationConcept(one, context)) }),
  };
}

function identifiersOf(joint: Joint) {
  const all = joint.reports.flatMap((report) => report.identifiers);
  const byValue = new Map(
    all.map((identifier) => [`${identifier.system}\n${identifier.value}`, identifierOf(identifier)]),
  );
  return [...byValue.values()];
}

/** What the source calls a diagnostic procedure; an injection that treats is in none of FHIR's categories (P: R4, procedure-category). */
function categoryOf(joint: Joint, { rules }: FhirContext): Pick<Procedure, 'category'> {
  const intent = intentOfPurpose(fromBestSource(joint, 'purpose'), rules);
  const code = intent === 'diagnostic' ? diagnosticProcedure : categoryOfTreatment[joint.type];
  return intent === undefined || code === undefined ? {} : { category: { coding: [{ system: systems.snomed, code }] } };
}

const diagnosticProcedure = '103693007';
const categoryOfTreatment: Readonly<Partial<Record<ProcedureType, string>>> = { 'si-joint-fusion': '387713003' };

function reasonOf({ code, name }: ReturnType<typeof reasonsOf>[number]) {
  return { ...conceptOf(code), ...(name === undefined ? {} : { text: name }) };
}

/**
 * The codes as reported, each bare, since a search for 27096 does not find 27096:LT; then with its side and what else was
 * written behind it, in the syntax of terminology.hl7.org/CPT.html; then our own type.
 */
function codingsOf(joint: Joint, { rules }: FhirContext): Coding[] {
  const codings = joint.reports.flatMap((report) =>
    report.codes.flatMap((code) => withModifiers(code, report, joint, rules)),
  );
  const own = { system: `${rules.base}/CodeSystem/procedure-type`, code: joint.type };
  const distinct = new Map([...codings, own].map((coding) => [`${coding.system}|${coding.code}`, coding]));
  return [...distinct.values()];
}

function withModifiers(code: ReportedCode, report: ProcedureReport, joint: Joint, rules: Rules): Coding[] {
  return codesOf(code).flatMap((known) => {
    const bare = codingOf(known);
    if (!rules.codeExpressions || known.system !== systems.cpt || code.row?.meaning.is !== 'procedure') return [bare];
    const side = joint.side === 'unknown' ? [] : [modifierOfSide[joint.side]];
    const modifiers = [...new Set([...side, ...report.modifiers.filter(isOther).map((said) => said.toUpperCase())])];
    return modifiers.length === 0 ? [bare] : [bare, { ...bare, code: [known.code, ...modifiers].join(':') }];
  });
}

/** A code as reported, without modifiers, in the system it was understood in; what a site's own stands for comes first. */
function codesOf({ reported, bare, standard }: ReportedCode): readonly Code[] {
  const system = systemUri(reported.system);
  const isMapped = standard.code !== bare || (system !== undefined && standard.system !== system);
  const isOurs = standard.system === ownSystem;
  if (!isMapped) return [{ code: bare, ...(standard.system ? { system: standard.system } : {}) }];
  const said: Code = { code: bare, ...(system === undefined ? {} : { system }) };
  return isOurs || isPublicCode(said) ? [said] : [{ ...standard }, said];
}

/** A modifier that says something else than a side. */
function isOther(modifier: string): boolean {
  return /^[A-Z0-9]{2}$/i.test(modifier) && !isSideModifier(modifier);
}

/** us-core-7: a completed procedure says when, or that it is not known. */
export function performedOf(joint: Joint): Pick<Procedure, 'performedDateTime' | 'performedPeriod'> | object {
  for (const { source } of joint.reports) {
    const { performed, performedEnd } = source.report;
    if (!performed) continue;
    return performedEnd && isPeriod(performed, performedEnd)
      ? { performedPeriod: { start: performed, end: performedEnd } }
      : { performedDateTime: performed };
  }
  return { _performedDateTime: absent('unknown') };
}
