import type { Observation, Reference } from '@medplum/fhirtypes';
import { jointOfSide } from '../derive/scores/attribution.js';
import type { Joint } from '../derive/procedures/joints.js';
import type { Outcome } from '../derive/scores/outcomes.js';
import type { DerivedResult } from '../derive/results/results.js';
import { scopeOf, type Scope } from '../derive/incremental/scopes.js';
import type { Scale } from '../derive/scores/scores.js';
import type { Session } from '../derive/sessions/sessions.js';
import type { Ids } from '../ids.js';
import type { DerivedKind, Rules } from '../rules.js';
import { ownConcept, type FigureValue } from './figure-values.js';
import { computedFigure, followUpStatus, isComputedKind } from './outcome-figures.js';
import { metaOf, referencesTo, subjectOf, type FhirContext, type FhirRecord } from './records.js';
import { resultFigure } from './result-figures.js';

/**
 * The derived figures that the site wants in the chart, each an Observation of its own under a code of our own: under the
 * score's code they would corrupt every query for the score. Each names the scores that it was derived from, the rules, and
 * that nobody measured it.
 */
export function derivedObservations(
  outcomes: readonly Outcome[],
  results: readonly DerivedResult[],
  context: FhirContext,
  ids: Ids,
): readonly { readonly scope: Scope; readonly record: FhirRecord }[] {
  const { rules } = context;
  const figures = rules.derivedInChart.flatMap((kind) => [
    ...outcomes.flatMap((outcome) => ofOutcome(kind, outcome, rules)),
    ...results.filter((result) => kindOf(result) === kind).map((result) => ofResult(kind, result, rules)),
  ]);
  return figures.map((figure) => ({ scope: figure.scope, record: toObservation(figure, context, ids) }));
}

interface Figure {
  readonly kind: DerivedKind;
  readonly scope: Scope;
  readonly key: string;
  readonly session: Session;
  /** Where the figure is of one joint. */
  readonly joint: Joint | undefined;
  /** What it is about besides its kind. */
  readonly about: readonly (string | undefined)[];
  readonly effective: string;
  readonly derivedFrom: readonly string[];
  readonly value: FigureValue;
}

export const derivedNames: Readonly<Record<DerivedKind, string>> = {
  change: 'Better by, against the baseline',
  'percent-improvement': 'Percent improvement',
  improved: 'Improved by at least the change that matters',
  'over-50': 'Improved by more than 50 percent',
  'at-least-50': 'Improved by at least 50 percent',
  'at-least-75': 'Improved by at least 75 percent',
  'block-result': 'Answer of the diagnostic block',
  'return-of-pain': 'Time until the pain returned after the anaesthetic',
  'steroid-onset': 'Time until the steroid set in',
  'relief-duration': 'Duration of relief',
  'follow-up-status': 'Status of the follow-up',
};

function ofOutcome(kind: DerivedKind, outcome: Outcome, rules: Rules): readonly Figure[] {
  const { key, session, side, window, baseline, followUp } = outcome;
  const joint = side === undefined ? undefined : jointOfSide(session, side);
  const scope = scopeOf({ session });
  const about = { kind, scope, key, session, joint, about: [...wordsOf(outcome), `window ${window}`] };
  const scores = [baseline, followUp].filter((score) => score !== undefined).map(({ id }) => id);
  if (kind === 'follow-up-status') {
    const value = followUpStatus(outcome, rules);
    const derivedFrom = followUp === undefined ? [] : [followUp.id];
    return value === undefined ? [] : [{ ...about, value, derivedFrom, effective: outcome.asOfDay }];
  }
  const value = isComputedKind(kind) ? computedFigure(kind, outcome, rules.base) : undefined;
  if (value === undefined || followUp?.effective === undefined) return [];
  return [{ ...about, value, derivedFrom: scores, effective: followUp.effective.text }];
}

function kindOf({ kind }: DerivedResult): DerivedKind {
  return kind === 'block' ? 'block-result' : kind;
}

function ofResult(kind: DerivedKind, result: DerivedResult, { base }: Rules): Figure {
  const { key, session, joint, scale, derivedFrom, asOfDay } = result;
  const about = scale === undefined ? [] : wordsOf(scale);
  const value = resultFigure(result, base);
  return { kind, scope: scopeOf(result), key, session, joint, about, derivedFrom, effective: asOfDay, value };
}

function wordsOf({ measure, painLocation, recall, side }: Scale): readonly (string | undefined)[] {
  return [measure.name, painLocation, recall, side];
}

const category = [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'survey' }] },
];

function toObservation(figure: Figure, context: FhirContext, ids: Ids): Observation & { id: string } {
  const { kind, key, session, joint, about, effective, derivedFrom, value } = figure;
  const { base, version } = context.rules;
  const text = [derivedNames[kind], ...about].filter((word) => word !== undefined).join(', ');
  const procedures = (joint === undefined ? session.done : [joint]).map(({ id }) => id);
  return {
    resourceType: 'Observation',
    id: ids.identify(['Observation', kind, key]),
    meta: metaOf(context, 'us-core-simple-observation'),
    partOf: referencesTo('Procedure', procedures),
    status: 'final',
    category,
    code: ownConcept('derived-observation', kind, text, base),
    subject: subjectOf(context),
    effectiveDateTime: effective,
    method: ownConcept('rules', version, `Rules of Ilium, version ${version}`, base),
    device: deviceOf(base),
    ...(derivedFrom.length === 0 ? {} : { derivedFrom: referencesTo('Observation', derivedFrom) }),
    ...value,
  };
}

/** Nobody measured it. R4 knows no device as a performer. */
function deviceOf(base: string): Reference<never> {
  return { type: 'Device', identifier: { system: `${base}/device`, value: 'ilium' }, display: 'Ilium' };
}
