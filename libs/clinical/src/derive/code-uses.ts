import type { Code, ProcedureEvent, Report } from '@ilium/contracts';
import type { Rules } from '../rules.js';
import { answerOf } from '../terminology/answers.js';
import { complicationOf } from '../terminology/complications.js';
import { contrastSpreadOf } from '../terminology/contrast.js';
import { diagnosisOf } from '../terminology/diagnoses.js';
import { drugOf } from '../terminology/drugs.js';
import { guidanceModalityOf } from '../terminology/guidance.js';
import { measureOf } from '../terminology/measures.js';
import { positionOf } from '../terminology/positions.js';
import { isPublicCode, readProcedureCode } from '../terminology/procedures.js';
import { intentOfPurpose } from '../terminology/purposes.js';
import { routeTargetOf } from '../terminology/routes.js';
import { sidesSaid } from '../terminology/sides.js';
import { isCode, isNotOurs, standardCode, type CodeTable } from '../terminology/site-codes.js';
import { systemUri } from '../terminology/systems.js';
import { treatmentOf } from '../terminology/treatments.js';
import { foreignSites } from './scores/score-question.js';
import { findingKinds } from './sessions/findings.js';

/** Which codes reports hold, and what the tables that records are derived with make of each. */

/**
 * `mapped`: it means something here. `not-ours`: the site file says that it means nothing here. `beside`: no table knows
 * it, and none has to, because another code of its field is known. `other`: it needs no meaning. `unmapped`: it waits for one.
 */
export type CodeFate = 'mapped' | 'not-ours' | 'beside' | 'other' | 'unmapped';

export interface CodeUse {
  readonly table: CodeTable;
  /** The field of the report in which it stands. */
  readonly field: string;
  /** As a FHIR URI where the system is a known one. */
  readonly system: string | undefined;
  /** As it came: what should be a code may be words. */
  readonly code: Code;
  readonly fate: CodeFate;
  /** In a word of ours. */
  readonly meaning: string | undefined;
}

/** The codes of an event; none of what reports nothing. */
export function codeUses(event: ProcedureEvent, rules: Rules): readonly CodeUse[] {
  switch (event.type) {
    case 'ilium.procedure.reported.v1':
      return ofProcedure(event.data.report, rules);
    case 'ilium.charge.reported.v1':
      return ofCharge(event.data.report, rules);
    case 'ilium.order.reported.v1':
      return [
        ...inTable('procedures', 'codes', event.data.report.codes, rules, 'unknown-is-other'),
        ...sidesIn(event.data.report, rules),
      ];
    case 'ilium.administration.reported.v1':
      return ofAdministration(event.data.report, rules);
    case 'ilium.score.reported.v1':
      return ofScore(event.data.report, rules);
    case 'ilium.complication.reported.v1':
      return inTable('complications', 'codes', event.data.report.codes, rules);
    case 'ilium.history.reported.v1':
      return inTable('treatments', 'codes', event.data.report.codes, rules);
    default:
      return [];
  }
}

type Reading = (code: Code, rules: Rules) => string | undefined;

const readings: Readonly<Record<Exclude<CodeTable, 'answers'>, Reading>> = {
  procedures: (code, rules) => {
    const { row } = readProcedureCode(code, undefined, rules);
    if (row === undefined) return guidanceModalityOf(code, rules) && 'guidance';
    return row.meaning.is === 'procedure' ? row.meaning.type : row.meaning.is;
  },
  drugs: (code, rules) => drugOf([code], rules)?.drugClass,
  routes: routeTargetOf,
  measures: questionOf,
  diagnoses: (code, rules) => diagnosisOf(code, undefined, rules)?.row.group,
  complications: (code, rules) => complicationOf([standardCode(code, 'complications', rules)], undefined),
  // What was tried before may have been one of our procedures, or a drug.
  treatments: (code, rules) =>
    treatmentOf(
      (['treatments', 'procedures', 'drugs'] as const).map((table) => standardCode(code, table, rules)),
      undefined,
    ),
  contrast: contrastSpreadOf,
  guidance: guidanceModalityOf,
  positions: positionOf,
  sides: (code, rules) => {
    const { sides } = sidesSaid({ laterality: code }, rules);
    return sides.length > 1 ? 'both' : sides[0];
  },
  purposes: intentOfPurpose,
};

/** What is not known in these tables is no work: a reason may be any, and a purpose that is not understood says nothing. */
const openTables: readonly CodeTable[] = ['diagnoses', 'purposes'];

/** What a question is about, whether its answer is a score or what was seen during a procedure. */
export function questionOf(code: Code, rules: Rules): string | undefined {
  const standard = standardCode(code, 'measures', rules);
  return measureOf(code, rules)?.measure.measure ?? findingKinds.find((kind) => isCode(kind, standard))?.code;
}

type Unknown = 'unknown-is-unmapped' | 'unknown-is-other';

function inTable(
  table: Exclude<CodeTable, 'answers'>,
  field: string,
  codes: readonly (Code | null | undefined)[] | null | undefined,
  rules: Rules,
  unknown: Unknown = 'unknown-is-unmapped',
): readonly CodeUse[] {
  return uses(table, field, codes, (code) => readings[table](code, rules), rules, unknown);
}

function uses(
  table: CodeTable,
  field: string,
  said: readonly (Code | null | undefined)[] | null | undefined,
  read: (code: Code) => string | undefined,
  rules: Rules,
  unknown: Unknown = 'unknown-is-unmapped',
): readonly CodeUse[] {
  const codes = (said ?? []).filter((code) => code !== null && code !== undefined);
  const known = codes.map((code) => ({ code, meaning: read(code), isNotOurs: isNotOurs(code, table, rules) }));
  const isFieldKnown = known.some((one) => one.meaning !== undefined || one.isNotOurs);
  return known.map(({ code, meaning, isNotOurs: isNone }) => ({
    table,
    field,
    system: systemUri(code.system),
    code,
    meaning: isNone ? undefined : meaning,
    fate: fateOf(isNone, meaning, isFieldKnown, unknown === 'unknown-is-other' || openTables.includes(table)),
  }));
}

function fateOf(isNone: boolean, meaning: string | undefined, isFieldKnown: boolean, isOther: boolean): CodeFate {
  if (isNone) return 'not-ours';
  if (meaning !== undefined) return 'mapped';
  if (isFieldKnown) return 'beside';
  return isOther ? 'other' : 'unmapped';
}

function ofProcedure(report: Report<'procedure'>, rules: Rules): readonly CodeUse[] {
  return [
    ...inTable('procedures', 'codes', report.codes, rules),
    ...sidesIn(report, rules),
    ...inTable('positions', 'position', [report.position], rules),
    ...inTable('guidance', 'guidance', [report.guidance], rules),
    ...inTable('contrast', 'contrastSpread', [report.contrastSpread], rules),
    ...inTable('diagnoses', 'diagnoses', report.diagnoses, rules),
    ...inTable('purposes', 'purpose', [report.purpose], rules),
  ];
}

/** Bills charge for everything: a public code that no table knows is something else. */
function ofCharge(report: Report<'charge'>, rules: Rules): readonly CodeUse[] {
  const codes = report.codes ?? [];
  const isDrug = drugOf(codes, rules) !== undefined;
  const isPublic = codes.some((code) =>
    (['procedures', 'drugs'] as const).some((table) => isPublicCode(standardCode(code, table, rules))),
  );
  return [
    ...(isDrug
      ? inTable('drugs', 'codes', codes, rules)
      : inTable('procedures', 'codes', codes, rules, isPublic ? 'unknown-is-other' : 'unknown-is-unmapped')),
    ...sidesIn(report, rules),
    ...inTable('diagnoses', 'diagnoses', report.diagnoses, rules),
  ];
}

function ofAdministration(report: Report<'administration'>, rules: Rules): readonly CodeUse[] {
  return [
    ...inTable('drugs', 'medication', report.medication, rules),
    ...inTable('routes', 'route', [report.route], rules),
    ...sidesIn(report, rules),
  ];
}

function ofScore(report: Report<'score'>, rules: Rules): readonly CodeUse[] {
  const { measure, answer, bodySite } = report;
  const asked = [
    ...inTable('measures', 'measure', [measure], rules),
    ...foreignSites(bodySite ?? [], rules).flatMap((site) => uses('sides', 'bodySite', [site], () => undefined, rules)),
  ];
  if (!measure || !answer) return asked;
  const standard = standardCode(measure, 'measures', rules);
  const finding = findingKinds.find((kind) => isCode(kind, standard));
  if (finding !== undefined) return [...asked, ...inTable(finding.table, 'answer', [answer], rules)];
  const known = measureOf(measure, rules)?.measure.measure;
  // To an unknown question no answer is known.
  const read = (code: Code) => (known === undefined ? undefined : answerOf(code, known, rules)?.code);
  const unknown = known === undefined ? 'unknown-is-other' : 'unknown-is-unmapped';
  return [...asked, ...uses('answers', 'answer', [answer], read, rules, unknown)];
}

interface Sided {
  readonly modifiers?: readonly string[] | null | undefined;
  readonly laterality?: Code | null | undefined;
}

/** Modifiers say much besides sides. */
function sidesIn({ modifiers, laterality }: Sided, rules: Rules): readonly CodeUse[] {
  return [
    ...(modifiers ?? []).flatMap((code) => inTable('sides', 'modifiers', [{ code }], rules, 'unknown-is-other')),
    ...inTable('sides', 'laterality', [laterality], rules),
  ];
}
