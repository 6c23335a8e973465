import type { Report } from '@ilium/contracts';
import type { FactKey } from '../../facts/fact.js';
import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import { guidanceModalityOf } from '../../terminology/guidance.js';
import { speaksOfOurs, speaksOfSiJoint } from '../../terminology/procedure-words.js';
import { isPublicCode } from '../../terminology/procedures.js';
import { sacroiliacJoint } from '../../terminology/sides.js';
import { standardCode } from '../../terminology/site-codes.js';
import { codeNames } from '../reports/code-names.js';
import { readCodes, textsOf, type ProcedureSource, type ReportedCode } from './read-procedure.js';
import { waitingFor, workItem, type WorkItem } from '../work.js';

const [siJoint] = sacroiliacJoint.unknown;

/** Whether a report tells of imaging for a procedure, and of no procedure. */
export function isOnlyGuidance({ source }: ProcedureSource, rules: Rules): boolean {
  return (source.report.codes ?? []).some((code) => guidanceModalityOf(code, rules) !== undefined);
}

/**
 * What a person should know of a report whose codes are no procedure of ours. What is known to be something else is no
 * work, unless the report itself speaks of the SI joint: then it says why it does not count.
 */
export function workOfOthers(about: ProcedureSource, rules: Rules, ids: Ids): readonly WorkItem[] {
  const { source, evidence } = about;
  const codes = readCodes(source.report, rules);
  if (isOnlyGuidance(about, rules)) return [];
  if (codes.some(({ row }) => row !== undefined)) {
    return isOfSiJoint(source.report) || codes.some(isCodeOfSiJoint)
      ? codes.flatMap((code) => notCounted(code, source.key, ids))
      : [];
  }
  if (evidence === 'charge' && !mayBeOurs(source.report, codes, rules)) return [];
  const said = codes.map(({ reported }) => reported);
  const names = codeNames('codes', said);
  return [workItem('unmapped-code', [source.key], names, ids, waitingFor('procedures', 'codes', said))];
}

function notCounted({ row }: ReportedCode, key: FactKey, ids: Ids): readonly WorkItem[] {
  if (row === undefined || !('reason' in row.meaning)) return [];
  return [workItem('not-counted', [key], `${row.code}: ${row.meaning.reason}`, ids)];
}

function isCodeOfSiJoint({ row }: ReportedCode): boolean {
  return row?.meaning.is === 'unspecific' && row.meaning.isOfSiJoint === true;
}

function isOfSiJoint(report: Report<'procedure'>): boolean {
  const isAtJoint = (report.bodySite ?? []).some(({ code }) => siJoint !== undefined && code.startsWith(siJoint.code));
  return isAtJoint || textsOf(report).some(speaksOfSiJoint);
}

/** Bills charge for everything: a public code that no table knows is something else, unless its words say otherwise. */
function mayBeOurs(report: Report<'procedure'>, codes: readonly ReportedCode[], rules: Rules): boolean {
  if (textsOf(report).some(speaksOfOurs)) return true;
  const isKnown = ({ reported, standard }: ReportedCode) =>
    isPublicCode(standard) || isPublicCode(standardCode(reported, 'drugs', rules));
  return !codes.some(isKnown);
}
