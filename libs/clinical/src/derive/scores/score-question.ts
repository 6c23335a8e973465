import type { Code, PainLocation, Recall } from '@ilium/contracts';
import type { Rules } from '../../rules.js';
import { scaleOf, type Measure, type MeasureCoding } from '../../terminology/measures.js';
import { painLocationOf, recallOf } from '../../terminology/pain-words.js';
import { standardCode } from '../../terminology/site-codes.js';
import { sacroiliacJoint, sidesSaid, type Side } from '../../terminology/sides.js';
import { systems } from '../../terminology/systems.js';
import type { LiveReport } from '../reports/live-reports.js';

/** What a score is about. Words that no table knows are named by their field only: they are the source's free text. */
export interface ScoreQuestion {
  readonly painLocation: PainLocation | undefined;
  readonly recall: Recall | undefined;
  /** The side, where one SI joint is named and not the patient as a whole. */
  readonly side?: Side | undefined;
  readonly unmapped: readonly string[];
  readonly impossible: readonly string[];
}

/** As the measure and its code say it, else as the source words it. */
export function questionOf(
  { report }: LiveReport<'score'>,
  measure: Measure,
  coding: MeasureCoding,
  rules: Rules,
): ScoreQuestion {
  const [place, time] = [painLocationOf(report.painLocation ?? ''), recallOf(report.recall ?? '')];
  const { painLocation = place, recall = time } = scaleOf(measure, coding);
  const joint = jointNamed(report.bodySite ?? [], report.laterality ?? undefined, rules);
  return {
    painLocation,
    recall,
    side: joint.side,
    unmapped: [
      ...(report.painLocation && place === undefined ? ['painLocation'] : []),
      ...(report.recall && time === undefined ? ['recall'] : []),
      ...joint.unmapped,
    ],
    impossible: [
      ...(place !== painLocation && place !== undefined ? ['painLocation'] : []),
      ...(time !== recall && time !== undefined ? ['recall'] : []),
      ...joint.impossible,
    ],
  };
}

/** Clinical rule 11: a score is of one joint only where it names site and side. A site alone, or both sides, is all of it. */
function jointNamed(
  bodySite: readonly Code[],
  laterality: Code | undefined,
  rules: Rules,
): Pick<ScoreQuestion, 'side' | 'unmapped' | 'impossible'> {
  const sites = bodySite.map((code) => standardCode(code, 'sides', rules));
  const { sides, isContradictory } = sidesSaid({ bodySite: sites, laterality }, rules);
  const isForeign = foreignSites(bodySite, rules).length > 0;
  // A side of nothing that is named may be of the back, of a leg or of a joint.
  const isOfNothing = sites.length === 0 && sides.length === 1;
  return {
    side: sites.length > 0 && sides.length === 1 ? sides[0] : undefined,
    unmapped: isForeign || isOfNothing ? ['bodySite'] : [],
    impossible: isContradictory ? ['laterality'] : [],
  };
}

/** The sites that are no SI joint. */
export function foreignSites(bodySite: readonly Code[], rules: Rules): readonly Code[] {
  return bodySite.filter((code) => !isSacroiliacJoint(standardCode(code, 'sides', rules)));
}

function isSacroiliacJoint({ system = systems.snomed, code }: Code): boolean {
  const [site] = code.split(':');
  return system === systems.snomed && sacroiliacJoint.unknown.some((row) => row.code === site);
}
