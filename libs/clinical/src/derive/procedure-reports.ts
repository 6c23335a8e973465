import type { Code, Identifier, ProcedureType } from '@ilium/contracts';
import type { Ids } from '../ids.js';
import type { Rules } from '../rules.js';
import { procedureTypeOf } from '../terminology/procedures.js';
import { sidesOf, type Side } from '../terminology/sides.js';
import type { LiveReport } from './live-reports.js';
import { momentOf, type Day } from './moments.js';
import { workItem, type WorkItem } from './work.js';

/** A procedure report with what is read out of it once. */
export interface ProcedureReport {
  readonly source: LiveReport<'procedure'>;
  readonly type: ProcedureType;
  readonly day: Day | undefined;
  readonly sides: readonly Side[];
  /** The number of the procedure that it says it is about, and the number of the report itself. */
  readonly procedureIdentifiers: readonly Identifier[];
  readonly orders: readonly Identifier[];
}

/** The reports of a type that we know, the best source first. */
export function readProcedureReports(
  sources: readonly LiveReport<'procedure'>[],
  rules: Rules,
  ids: Ids,
): { readonly reports: readonly ProcedureReport[]; readonly work: readonly WorkItem[] } {
  const reports: ProcedureReport[] = [];
  const work: WorkItem[] = [];
  for (const source of sources) {
    const codes = source.report.codes ?? [];
    const type = codes.map(procedureTypeOf).find((found) => found !== undefined);
    if (type === undefined) work.push(workItem('unmapped-code', [source.key], namesOf(codes), ids));
    else reports.push(readReport(source, type, rules));
  }
  return { reports: reports.sort(bySource(rules)), work };
}

function namesOf(codes: readonly Code[]): string {
  return codes.map((code) => code.code).join(' ') || 'no code';
}

function readReport(source: LiveReport<'procedure'>, type: ProcedureType, rules: Rules): ProcedureReport {
  const { modifiers, laterality, performed, procedureIdentifier, orders } = source.report;
  const identifiers = [procedureIdentifier, source.identifier];
  return {
    source,
    type,
    day: performed ? momentOf(performed, rules.timeZone).day : undefined,
    sides: sidesOf(modifiers, laterality),
    procedureIdentifiers: identifiers.filter((identifier) => identifier !== null && identifier !== undefined),
    orders: orders ?? [],
  };
}

/** The best source first: by family of feed, then those that name what they report, then by key. */
function bySource(rules: Rules) {
  const rank = ({ source }: ProcedureReport) => {
    const family = rules.feedPrecedence.indexOf(source.feed.family);
    return (family === -1 ? rules.feedPrecedence.length : family) * 2 + (source.identifier === undefined ? 1 : 0);
  };
  return (a: ProcedureReport, b: ProcedureReport) => rank(a) - rank(b) || (a.source.key < b.source.key ? -1 : 1);
}

export function isOfSameFeed(a: ProcedureReport, b: ProcedureReport): boolean {
  const [left, right] = [a.source.feed, b.source.feed];
  return left.site === right.site && left.application === right.application && left.family === right.family;
}
