import type { Coding, Procedure } from '@medplum/fhirtypes';
import type { Code } from '@ilium/contracts';
import { fromBestSource, type Joint } from '../derive/joints.js';
import { isPeriod } from '../derive/moments.js';
import { procedureCodeSystem, procedureTypeNames, procedureTypeOf } from '../terminology/procedures.js';
import { modifierOfSide, sacroiliacJoint } from '../terminology/sides.js';
import { systems } from '../terminology/systems.js';
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

/** One joint of one act → US Core Procedure. Each element comes from the best source that says it. */
export function toProcedure(joint: Joint, context: FhirContext): Procedure & { id: string } {
  const encounter = encounterOf(fromBestSource(joint, 'visit'));
  const diagnoses = fromBestSource(joint, 'diagnoses');
  const performer = fromBestSource(joint, 'performer');
  const identifiers = identifiersOf(joint);
  return {
    resourceType: 'Procedure',
    id: joint.id,
    meta: metaOf(context, 'us-core-procedure'),
    ...(identifiers.length > 0 ? { identifier: identifiers } : {}),
    status: fromBestSource(joint, 'status') ?? 'unknown',
    code: { coding: codingsOf(joint, context), text: procedureTypeNames[joint.type] },
    subject: subjectOf(context),
    ...(encounter === undefined ? {} : { encounter }),
    ...performedOf(joint),
    ...(performer === undefined
      ? {}
      : { performer: [{ actor: { type: 'Practitioner', identifier: identifierOf(performer) } }] }),
    ...(diagnoses === undefined || diagnoses.length === 0 ? {} : { reasonCode: diagnoses.map(conceptOf) }),
    bodySite: [bodySiteOf(joint)],
  };
}

function identifiersOf(joint: Joint) {
  const all = joint.reports.flatMap((report) => report.procedureIdentifiers);
  const byValue = new Map(
    all.map((identifier) => [`${identifier.system}\n${identifier.value}`, identifierOf(identifier)]),
  );
  return [...byValue.values()];
}

/**
 * The codes as reported, each bare, since a search for 27096 does not find 27096:LT; then with its side, in the syntax
 * of terminology.hl7.org/CPT.html; then our own type.
 */
function codingsOf(joint: Joint, { rules }: FhirContext): Coding[] {
  const codes = joint.reports.flatMap(({ source }) => source.report.codes ?? []);
  const codings = codes.flatMap((code) => withSide(code, joint));
  const own = { system: `${rules.base}/CodeSystem/procedure-type`, code: joint.type };
  const distinct = new Map([...codings, own].map((coding) => [`${coding.system}|${coding.code}`, coding]));
  return [...distinct.values()];
}

function withSide(code: Code, joint: Joint): Coding[] {
  const bare = codingOf({ system: procedureCodeSystem(code), code: code.code });
  const isOurs = bare.system === systems.cpt && procedureTypeOf(code) !== undefined;
  if (joint.side === 'unknown' || !isOurs) return [bare];
  return [bare, { ...bare, code: `${code.code}:${modifierOfSide[joint.side]}` }];
}

/** us-core-7: a completed procedure says when, or that it is not known. */
function performedOf(joint: Joint): Pick<Procedure, 'performedDateTime' | 'performedPeriod'> | object {
  for (const { source } of joint.reports) {
    const { performed, performedEnd } = source.report;
    if (!performed) continue;
    return performedEnd && isPeriod(performed, performedEnd)
      ? { performedPeriod: { start: performed, end: performedEnd } }
      : { performedDateTime: performed };
  }
  return { _performedDateTime: absent('unknown') };
}

function bodySiteOf({ side }: Joint) {
  const rows = sacroiliacJoint[side];
  return { coding: rows.map(({ code }) => ({ system: systems.snomed, code })), text: rows[0]?.text ?? '' };
}
