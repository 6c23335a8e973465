import type { Ids } from '../../ids.js';
import type { Rules } from '../../rules.js';
import { asProcedure, standingCharges } from './charges.js';
import { isOfKind, type LiveReport } from '../reports/live-reports.js';
import type { Day } from '../reports/moments.js';
import { readOrders, type OrderReport } from './orders.js';
import { isOnlyGuidance, workOfOthers } from './other-codes.js';
import { readProcedure, type ProcedureReport, type ProcedureSource } from './read-procedure.js';
import type { WorkItem } from '../work.js';

export interface ProcedureEvidence {
  /** What was reported and charged, the best source first. */
  readonly reports: readonly ProcedureReport[];
  readonly orders: readonly OrderReport[];
  /** Reports of imaging alone: how something was done, and not what. */
  readonly guidance: readonly LiveReport<'procedure'>[];
  readonly work: readonly WorkItem[];
  /** Days on which a credit settles. */
  readonly dueDays: readonly Day[];
}

/** Clinical rules 1 and 4: what clinics report and bills charge of procedures of ours, and the orders that led to them. */
export function readProcedureReports(all: readonly LiveReport[], rules: Rules, asOf: Day, ids: Ids): ProcedureEvidence {
  const reported = all.filter(isOfKind('procedure')).map((source) => readSource({ source, evidence: 'report' }, rules));
  const charged = all
    .filter(isOfKind('charge'))
    .map((charge) => ({ charge, ...readSource(asProcedure(charge), rules) }));
  const others = [...reported, ...charged].filter(({ procedure }) => procedure === undefined);
  const procedures = reported.filter(isOfOurs).map(({ procedure }) => procedure);
  const clinical = { procedures, administrations: all.filter(isOfKind('administration')) };
  const charges = standingCharges(charged.filter(isOfOurs), clinical, rules, asOf);
  const reports = [...procedures, ...charges.procedures];
  return {
    reports: reports.sort(bySource(rules)),
    orders: readOrders(all.filter(isOfKind('order')), rules),
    guidance: others
      .filter(({ said }) => said.evidence === 'report' && isOnlyGuidance(said, rules))
      .map(({ said }) => said.source),
    work: others.flatMap(({ said }) => workOfOthers(said, rules, ids)),
    dueDays: charges.dueDays,
  };
}

function readSource(said: ProcedureSource, rules: Rules) {
  return { said, procedure: readProcedure(said, rules) };
}

function isOfOurs<Read extends { readonly procedure: ProcedureReport | undefined }>(
  read: Read,
): read is Read & { readonly procedure: ProcedureReport } {
  return read.procedure !== undefined;
}

/**
 * The best source first: what clinics report before what bills charge, and last what was taken back; then by family of
 * feed, then those that name what they report, then procedures before their further levels, then by key.
 */
function bySource(rules: Rules) {
  const rank = ({ source, evidence, isCredited }: ProcedureReport) => {
    const family = rules.feedPrecedence.indexOf(source.feed.family);
    const kind = isCredited ? 2 : Number(evidence === 'charge');
    const place = family === -1 ? rules.feedPrecedence.length : family;
    return (kind * (rules.feedPrecedence.length + 1) + place) * 2 + (source.identifier === undefined ? 1 : 0);
  };
  return (a: ProcedureReport, b: ProcedureReport) =>
    rank(a) - rank(b) || Number(a.isAddOn) - Number(b.isAddOn) || (a.source.key < b.source.key ? -1 : 1);
}

/** Of one feed, and of one kind: what a feed reports and what it charges it numbers apart. */
export function isOfSameFeed(a: ProcedureReport, b: ProcedureReport): boolean {
  const [left, right] = [a.source.feed, b.source.feed];
  return (
    a.evidence === b.evidence &&
    left.site === right.site &&
    left.application === right.application &&
    left.family === right.family
  );
}
