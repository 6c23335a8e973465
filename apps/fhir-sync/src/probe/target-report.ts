import type { Target } from '@ilium/site';
import { nameOfServer, securityOf, type Capabilities } from './capabilities.js';
import { declaredTooMuch, provenanceNotDeclared } from './declared-too-much.js';
import { server, type Findings } from './findings.js';
import { limitsOf, type Limit } from './limits.js';
import { proposedRows, reasonsFor } from './proposal.js';
import { proposedLanes, type ProposedLane } from './proposed-lanes.js';
import { questionIds, questionOf } from './questions.js';
import { sentence } from './sentence.js';
import type { Troubles } from './troubles.js';
import type { TidiedUp } from './tidy-up.js';

/** What is told of one server. */
export interface TargetReport {
  readonly name: string;
  readonly url: string;
  readonly environment: Target['environment'];
  readonly summary: readonly string[];
  readonly findings: Findings;
  readonly contradictions: readonly string[];
  readonly lanes: readonly ProposedLane[];
  readonly proposal: readonly string[];
  readonly reasons: readonly string[];
  readonly warnings: readonly string[];
  readonly limits: readonly Limit[];
  readonly troubles: readonly string[];
  readonly tidiedUp: TidiedUp;
  readonly leftBehind: readonly string[];
}

export interface Probed {
  readonly target: Target;
  readonly url: string;
  readonly capabilities: Capabilities;
  readonly findings: Findings;
  readonly requests: number;
  /** Why some questions were not tried at all. */
  readonly reasons: readonly string[];
  readonly troubles: Troubles;
  readonly tidiedUp: TidiedUp;
}

export function targetReport(probed: Probed): TargetReport {
  const { target, url, findings, tidiedUp } = probed;
  const { name, environment } = target;
  const lanes = proposedLanes(findings);
  return {
    ...{ name, url, environment, findings, lanes, tidiedUp },
    summary: [
      ...summaryOf(probed),
      `${lanes.some(({ isDeclaredOnly }) => isDeclaredOnly) ? 'In short, by what it declares' : 'In short'}: ${inShort(lanes)}.`,
    ],
    contradictions: findings.contradictions().map(({ question, about, declared, seen }) => {
      const [title = ''] = questionOf(question).title.split(/ \(|\?/);
      const what = about === server ? '' : `${about}: `;
      return `${title}? ${what}declared ${sentence(question, declared)}; seen ${sentence(question, seen)}.`;
    }),
    proposal: proposedRows(target, lanes, findings),
    reasons: reasonsFor(target, lanes, findings),
    warnings: [...declaredTooMuch(target, lanes), ...provenanceNotDeclared(target, findings)],
    limits: limitsOf(findings, lanes),
    troubles: probed.troubles.list().map(({ fault, times }) => `${fault}, ${times === 1 ? 'once' : `${times} times`}`),
    leftBehind: leftBehind(tidiedUp),
  };
}

/** `Procedure by the lane document; Observation not at all over FHIR` */
function inShort(lanes: readonly ProposedLane[]): string {
  const byLane = Map.groupBy(lanes, ({ lane }) => lane);
  return [...byLane]
    .map(([lane, rows]) => {
      const named = rows.map(({ type }) => type).join(', ');
      return lane === 'none' ? `${named} not at all over FHIR` : `${named} by the lane ${lane}`;
    })
    .join('; ');
}

function summaryOf({ capabilities, requests, reasons }: Probed): readonly string[] {
  const security = securityOf(capabilities);
  const types = capabilities.rest.flatMap(({ resource }) => resource.map(({ type }) => type));
  return [
    `${nameOfServer(capabilities)}. Declares ${types.length} types of records, and ${security.length === 0 ? 'no security' : security.join(', ')}. ${requests} requests were made.`,
    ...reasons.map(
      (reason) => `Not everything was tried: ${reason}. Where something is declared, that counts instead.`,
    ),
  ];
}

function leftBehind({ written, deleted, marked, left, doubtful }: TidiedUp): readonly string[] {
  if (written === 0) return ['Nothing: no test record was written.'];
  const fates = [
    [deleted, 'deleted'],
    [marked, 'marked entered-in-error, as they could not be deleted (a patient: not active)'],
    [left.length, 'left as they are, as the server lets us neither delete nor correct them'],
  ] as const;
  const counted = fates.flatMap(([count, fate]) =>
    count === 0 ? [] : [`${count === written ? 'all' : count} ${fate}`],
  );
  return [
    `${written} test records were written: ${counted.join(', ')}.`,
    ...(left.length === 0 ? [] : [`To be taken away by whoever runs the server: ${left.join(', ')}`]),
    ...doubtful.map((type) => `An answer was lost: a ${type} may be there that the probe could not find again.`),
  ];
}

/** The same for machines. */
export function reportJson({ findings, summary: _words, proposal, ...report }: TargetReport): object {
  const questions = questionIds.flatMap((id) => {
    const found = findings.all(id);
    const rows = found.map((finding) => ({ ...finding, text: sentence(id, finding) }));
    return found.length === 0 ? [] : [{ question: id, title: questionOf(id).title, findings: rows }];
  });
  return { ...report, proposal: proposal.join('\n'), questions };
}
