import type { MissingReason } from '@ilium/contracts';
import type { OutcomeWindow } from '../../rules.js';
import type { FollowUp } from './asked-scales.js';
import type { Score } from './scores.js';

/** Reasons as sources write them (HL7 data-absent-reason); any other is unknown: it may be free text. */
const reasons: ReadonlyMap<string, MissingReason> = new Map([
  ['asked-declined', 'declined'],
  ['not-asked', 'not-asked'],
]);

/** The one that says most counts. */
const byWeight: readonly MissingReason[] = ['declined', 'not-asked', 'unknown'];

/** Clinical rule 21: why a window has no answer, where a report of its days without a value tells it. */
export function missingReasonOf(
  unanswered: readonly FollowUp<Score>[],
  { firstDay, lastDay }: Pick<OutcomeWindow, 'firstDay' | 'lastDay'>,
): MissingReason | undefined {
  const told = unanswered
    .filter(({ age }) => firstDay <= age && age <= lastDay)
    .map(({ score }) => reasons.get(score.source.report.missingReason ?? '') ?? 'unknown');
  return byWeight.find((reason) => told.includes(reason));
}
