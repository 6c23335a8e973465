/**
 * The closed words of the topic `outcome-observations`. Closed, so that no source's own words leave the chart: what no
 * table knows is work for a person, and never a new word here.
 */

/** `mixed`: a session of several types, whose global scores are nobody's in particular (clinical rule 11). */
export const procedureTypes = [
  'si-joint-injection',
  'si-nerve-block',
  'si-joint-rfa',
  'si-joint-fusion',
  'facet-injection',
  'medial-branch-block',
  'facet-or-medial-branch-block',
  'facet-rfa',
  'epidural-injection',
  'mixed',
] as const;
export type ProcedureType = (typeof procedureTypes)[number];

export const measureCodes = [
  'nrs',
  'vas',
  'bpi-interference',
  'peg',
  'odi',
  'promis-physical-health',
  'promis-mental-health',
  'promis-pain-interference',
  'promis-physical-function',
  'eq-5d-index',
  'eq-vas',
  'pgic',
  'stated-relief',
  'stated-duration',
  'start-back',
] as const;
export type MeasureCode = (typeof measureCodes)[number];

export const measureFamilies = ['condition', 'pain', 'function', 'quality-of-life'] as const;
export type MeasureFamily = (typeof measureFamilies)[number];

export const painLocations = ['back', 'buttock', 'leg', 'overall'] as const;
export type PainLocation = (typeof painLocations)[number];

export const recalls = ['now', '24h', '7d'] as const;
export type Recall = (typeof recalls)[number];

/** Scores in their windows, what a session came to besides, and the sessions themselves: what rates are of. */
export const outcomeKinds = [
  'score',
  'block',
  'return-of-pain',
  'steroid-onset',
  'relief-duration',
  'complication',
  'session',
] as const;
export type OutcomeKind = (typeof outcomeKinds)[number];

export const outcomeStatuses = ['open', 'observed', 'missing', 'superseded'] as const;
export type OutcomeStatus = (typeof outcomeStatuses)[number];

/** Why an outcome is missing, as far as a source said it. */
export const missingReasons = ['not-asked', 'declined', 'unknown'] as const;
export type MissingReason = (typeof missingReasons)[number];

/** What a session was meant for, as declared; not what was given, and not what came of it (clinical rule 8). */
export const intents = ['diagnostic', 'therapeutic', 'both', 'unknown'] as const;
export type Intent = (typeof intents)[number];

/** What was given into the target. `unknown`: something was given, and not said by which route. */
export const agentsGiven = ['anaesthetic', 'steroid', 'both', 'none', 'unknown'] as const;
export type AgentsGiven = (typeof agentsGiven)[number];

export const sessionSides = ['left', 'right', 'both', 'unknown'] as const;
export type SessionSides = (typeof sessionSides)[number];

export const contrastSpreads = ['intra-articular', 'peri-articular', 'vascular', 'not-confirmed'] as const;
export type ContrastSpread = (typeof contrastSpreads)[number];

export const spinalRegions = ['cervical-thoracic', 'lumbar-sacral'] as const;
export type SpinalRegion = (typeof spinalRegions)[number];

export const epiduralApproaches = ['interlaminar', 'transforaminal', 'caudal'] as const;
export type EpiduralApproach = (typeof epiduralApproaches)[number];

/** Why a session was done, as groups of diagnoses. */
export const reasonGroups = [
  'si-joint-dysfunction',
  'sacroiliitis',
  'inflammatory-arthritis',
  'si-joint-injury',
  'facet-spondylosis',
  'radiculopathy',
  'low-back-pain',
  'post-surgical',
  'other',
] as const;
export type ReasonGroup = (typeof reasonGroups)[number];

/** What was tried before. */
export const priorTreatments = ['medication', 'physical-therapy', 'injection', 'rfa', 'surgery'] as const;
export type PriorTreatment = (typeof priorTreatments)[number];

/** Age at the session, in bands that are wide at both ends: the oldest and the youngest are few. */
export const ageBands = ['under-40', '40-49', '50-59', '60-69', '70-79', '80-or-over'] as const;
export type AgeBand = (typeof ageBands)[number];

/** FHIR R4, administrative-gender. */
export const sexes = ['female', 'male', 'other', 'unknown'] as const;
export type Sex = (typeof sexes)[number];

/** The imaging that guided the needle. */
export const guidanceModalities = ['fluoroscopy', 'ct', 'ultrasound'] as const;
export type GuidanceModality = (typeof guidanceModalities)[number];

/** The steroid that was given; `other` is one of no table, `several` more than one. */
export const steroids = [
  'methylprednisolone',
  'triamcinolone',
  'dexamethasone',
  'betamethasone',
  'other',
  'several',
] as const;
export type Steroid = (typeof steroids)[number];

export const complicationCategories = [
  'vasovagal',
  'infection',
  'dural-puncture',
  'new-deficit',
  'allergy',
  'flare',
  'hyperglycaemia',
  'other',
] as const;
export type ComplicationCategory = (typeof complicationCategories)[number];

export const blockAnswers = ['positive', 'negative', 'indeterminate'] as const;
export type BlockAnswer = (typeof blockAnswers)[number];

/** Why a block can't be judged (clinical rule 17): never taken for a negative one. */
export const blockDoubts = [
  'contrast-not-intra-articular',
  'sedation-or-opioid',
  'another-block',
  'bilateral-one-score',
  'volume-too-large',
  'no-clock-time',
  'no-score-before',
  'score-before-too-low',
  'no-score-after',
] as const;
export type BlockDoubt = (typeof blockDoubts)[number];

/** Why a figure can't be computed; never a zero, and never "not improved". */
export const figureDoubts = [
  'no-baseline',
  'baseline-zero',
  'no-percentage-of-this-measure',
  'other-value-set',
  'not-attributable',
  'no-diary',
  'no-relief',
  'not-returned',
] as const;
export type FigureDoubt = (typeof figureDoubts)[number];

export const reliefEnds = ['score-below', 'intervention', 'censored', 'non-responder'] as const;
export type ReliefEnd = (typeof reliefEnds)[number];
