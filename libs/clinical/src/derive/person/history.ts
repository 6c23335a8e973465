import type { PriorTreatment, ProcedureType } from '@ilium/contracts';
import type { FactKey } from '../../facts/fact.js';
import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import { isNotOurs, standardCode } from '../../terminology/site-codes.js';
import { treatmentOf, treatmentOfType } from '../../terminology/treatments.js';
import { codeNames } from '../reports/code-names.js';
import type { LiveReport } from '../reports/live-reports.js';
import { momentOf, type Day, type Moment } from '../reports/moments.js';
import { waitingFor, workItem, type WorkItem } from '../work.js';

/**
 * What a source says was tried. It serves to tell sessions apart and becomes no record of its own: the chart that a
 * history was read from holds its own medication list, procedures and referrals, and would get them back as copies.
 */
export interface HistoricTreatment extends PriorTreatmentTold {
  /** The fact that tells it, and the family of its feed. */
  readonly source: { readonly fact: FactKey; readonly feed: string };
}

export interface PriorTreatmentTold {
  readonly treatment: PriorTreatment;
  readonly performed: Moment | undefined;
}

/** A history may be told in a site's codes of procedures and drugs, too. */
const tables = ['treatments', 'procedures', 'drugs'] as const;

export function readHistory(
  reports: readonly LiveReport<'history'>[],
  rules: Rules,
  ids: Ids,
): { readonly history: readonly HistoricTreatment[]; readonly work: readonly WorkItem[] } {
  const history: HistoricTreatment[] = [];
  const work: WorkItem[] = [];
  for (const { key, report, contradicted, feed } of reports) {
    const { codes, text, performed } = report;
    const standard = tables.flatMap((table) => (codes ?? []).map((code) => standardCode(code, table, rules)));
    const treatment = treatmentOf(standard, text);
    work.push(...contradicted.map((field) => workItem('conflict', [key], field, ids)));
    if (treatment === undefined) {
      if (tables.some((table) => codes?.some((code) => isNotOurs(code, table, rules)))) continue;
      const names = !codes?.length && text ? 'text' : codeNames('codes', codes ?? []);
      work.push(workItem('unmapped-code', [key], names, ids, waitingFor('treatments', 'codes', codes ?? [])));
      continue;
    }
    const source = { fact: key, feed: feed.family };
    history.push({ treatment, source, performed: performed ? momentOf(performed, rules.timeZone) : undefined });
  }
  return { history, work };
}

/** What has to be known of a session to see what came before it. */
export interface DatedSession {
  readonly start: Moment | undefined;
  readonly isCompleted: boolean;
  readonly isDisputed: boolean;
  readonly done: readonly { readonly type: ProcedureType }[];
}

/** What was tried before a session: by its patient's history, and by our own earlier completed sessions. */
export function priorTreatmentsOf(
  { start }: DatedSession,
  sessions: readonly DatedSession[],
  history: readonly PriorTreatmentTold[],
): readonly PriorTreatment[] {
  const told = history.filter((one) => isPrior(one, start?.day)).map(({ treatment }) => treatment);
  const ours = sessions
    .filter((other) => other.isCompleted && !other.isDisputed && isEarlier(other, start?.day))
    .flatMap(({ done }) => done.map(({ type }) => treatmentOfType[type]))
    .filter((treatment) => treatment !== undefined);
  return [...new Set([...told, ...ours])].sort();
}

/**
 * A history tells of the past, so what has no date, or only the session's own month or year, came before it. Not so what
 * is dated later, or to the session's own day: that is the session itself, told as history.
 */
function isPrior({ performed }: PriorTreatmentTold, day: Day | undefined): boolean {
  if (performed === undefined || day === undefined) return true;
  if (performed.day !== undefined) return performed.day < day;
  return performed.text <= day.slice(0, performed.text.length);
}

function isEarlier({ start }: DatedSession, day: Day | undefined): boolean {
  return start?.day !== undefined && day !== undefined && start.day < day;
}
