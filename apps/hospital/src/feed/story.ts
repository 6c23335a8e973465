import type { Day } from './calendar.js';

/**
 * What truly happened to one patient, and how the hospital's systems came to tell it. The counts that a feed implies are
 * taken from here and never from the messages.
 */
export interface Course {
  readonly index: number;
  /** Tells its messages apart from those of another profile with the same seed and index. */
  readonly series?: string;
  readonly patient: Person;
  /** A second medical record of the same person, later merged into the first. */
  readonly secondRecord: Person | undefined;
  /** Somebody else, in whose chart the first visit was for a while by mistake. */
  readonly wrongChart: Bystander | undefined;
  /** Somebody else, who was for a while taken for the same person. */
  readonly namesake: Person | undefined;
  readonly visits: readonly Visit[];
  readonly scores: readonly Score[];
  /** Which names of code systems the sources use: FHIR's URIs or HL7 v2's short ones. */
  readonly codeStyle: CodeStyle;
  readonly hasDemographics: boolean;
  readonly complications: readonly Complication[];
  readonly history: readonly PriorTreatment[];
  /** When the patient died, where that was heard of. */
  readonly deathDay: Day | undefined;
  readonly flag: Flag | undefined;
}

export type PriorTreatment = 'medication' | 'physical-therapy' | 'injection' | 'rfa' | 'surgery';

/** With all but the last, nothing of a patient is told outside the hospital, or counted. */
export type FlagName = 'opt-out' | 'vip' | 'sensitive' | 'test' | 'interpreter';

export interface Flag {
  readonly name: FlagName;
  readonly day: Day;
  /** Set by mistake, or given up by the patient later. */
  readonly isTakenBack: boolean;
}

export type ComplicationName =
  'vasovagal' | 'infection' | 'dural-puncture' | 'new-deficit' | 'allergy' | 'flare' | 'hyperglycaemia' | 'other';

export interface Complication {
  readonly number: string;
  readonly name: ComplicationName;
  readonly day: Day;
  readonly minute: number | undefined;
  /** Place in `visits` of the visit after which it came, and before any other. */
  readonly after: number;
  readonly namedBy: 'procedure' | 'visit' | 'nothing';
  /** A second system tells of it too. */
  readonly isToldTwice: boolean;
  /** What it was came out later. */
  readonly isUnspecificFirst: boolean;
  readonly isWithdrawn: boolean;
}

export type CodeStyle = 'fhir' | 'v2';

export interface Person {
  /** Medical record number. */
  readonly mrn: string;
  readonly family: string;
  readonly birthDate: Day;
  readonly sex: 'female' | 'male';
}

export interface Bystander {
  readonly person: Person;
  readonly visitNumber: string;
  /** Each report was taken out of the wrong chart and written anew; the visit was moved out of it; or into it, and back. */
  readonly how: 'rewritten' | 'moved' | 'moved-and-back';
}

export type Side = 'left' | 'right';
/** `billed`: nobody but a bill tells of it. */
export type VisitStatus = 'completed' | 'stopped' | 'not-done' | 'billed';

/** Which record of the patient an item was told for. */
export type RecordOf = 'patient' | 'second';

/** What the clinic does: its own procedures, one that was coded as another, and what others do. */
export type ProcedureName =
  | 'si-joint-injection'
  | 'si-nerve-block'
  | 'si-joint-rfa'
  | 'si-joint-fusion'
  | 'facet-injection'
  | 'medial-branch-block'
  | 'facet-rfa'
  | 'transforaminal-epidural'
  | 'interlaminar-epidural'
  | 'miscoded-epidural'
  | 'trigger-point'
  | 'arthrography'
  | 'large-joint';

/** One visit to the procedure room. */
export interface Visit {
  readonly number: string;
  /** What it is for; a line may be of something that was done besides. */
  readonly procedure: ProcedureName;
  /** Some sources leave the visit number out of what they say. */
  readonly tellsNumber: boolean;
  readonly day: Day;
  /** Minutes of the day; undefined where only the day was written down. */
  readonly clock: { readonly start: number; readonly end: number } | undefined;
  readonly status: VisitStatus;
  readonly record: RecordOf;
  readonly acts: readonly [Act, ...Act[]];
  readonly administrations: readonly Administration[];
  readonly bill: Bill | undefined;
  /** Nothing of it happened: all its documentation was withdrawn. */
  readonly isWithdrawn: boolean;
}

/** One line of the procedure note: one joint, or both under modifier 50. */
export interface Act {
  readonly number: string;
  readonly procedure: ProcedureName;
  readonly orderNumber: string;
  /** Empty: the side was never told. */
  readonly sides: readonly Side[];
  /** The source gives no identifier of its own: the act is named by its visit and day. */
  readonly isAnonymous: boolean;
  /** The wrong side was told first. */
  readonly isSideCorrected: boolean;
  /** The side, and what contrast showed, came in a report of its own. */
  readonly isToldInParts: boolean;
  /** How the facility's report of the same act is tied to it, where there is one. */
  readonly facility: 'procedure' | 'order' | 'day' | undefined;
  /** Spinal levels, where its codes count them. */
  readonly levels: number;
  readonly steps: Steps;
}

/** What was charged for a visit. */
export interface Bill {
  /** Lines have numbers of their own, or a place in the account. */
  readonly isNumbered: boolean;
  readonly tiedBy: 'procedure' | 'order' | 'visit';
  /** The facility charges for the same lines by a code of its own. */
  readonly isFacilityCharged: boolean;
  readonly areDrugsCharged: boolean;
  /** The doctors' lines were taken back, and perhaps billed again. */
  readonly correction: 'none' | 'credited' | 'rebilled';
  readonly correctedOn: Day;
}

export type Guidance = 'fluoroscopy' | 'ct' | 'ultrasound';
export type ContrastSpread = 'intra-articular' | 'peri-articular' | 'vascular' | 'not-confirmed';

/** What the note and the order say of how it was done, and what for. */
export interface Steps {
  readonly isPositionTold: boolean;
  readonly isGuidanceTold: boolean;
  readonly guidance: Guidance;
  readonly spread: ContrastSpread | undefined;
  readonly intent: 'diagnostic' | 'therapeutic';
  /** How the note declares the intent. Only a diagnostic block bears modifier KX. */
  readonly declaredBy: 'modifier' | 'purpose' | undefined;
  readonly isOrderTold: boolean;
}

export type Agent =
  'lidocaine' | 'iohexol' | 'bupivacaine' | 'triamcinolone' | 'methylprednisolone' | 'dexamethasone' | 'betamethasone';

/** Where a needle goes. */
export type Place = 'joint' | 'nerve' | 'epidural' | 'muscle';

export interface Administration {
  readonly number: string;
  readonly agent: Agent;
  readonly into: 'skin' | Place | 'unknown';
  readonly side: Side | undefined;
  readonly status: 'completed' | 'not-done';
  readonly tiedBy: 'procedure' | 'order' | 'visit';
  /** Written down twice; this one was withdrawn. */
  readonly isWithdrawn: boolean;
}

export type MeasureName =
  | 'nrs'
  | 'odi'
  | 'nrs-of-week'
  | 'vas'
  | 'peg'
  | 'promis-interference'
  | 'promis-function'
  | 'promis-physical-health'
  | 'eq-5d'
  | 'eq-vas'
  | 'pgic'
  | 'stated-relief';

export interface Score {
  readonly number: string;
  readonly measure: MeasureName;
  /** Where another pain than that of the back is asked for. */
  readonly painLocation: 'leg' | undefined;
  /** Where one of two joints is asked for. */
  readonly side: Side | undefined;
  readonly day: Day;
  /** Minute of the day; undefined where only the day was written down. */
  readonly minute: number | undefined;
  readonly timing: 'before' | 'after' | undefined;
  /** Undefined: the patient did not answer. */
  readonly value: number | undefined;
  /** Why not, where nothing was answered (HL7 data-absent-reason). */
  readonly whyMissing: 'asked-declined' | 'not-asked';
  /** Place in `visits` of the visit that the questionnaire names. */
  readonly names: number | undefined;
  readonly namedBy: 'procedure' | 'visit';
  readonly record: RecordOf;
  readonly isWithdrawn: boolean;
  /** What was told first, and corrected later. */
  readonly toldFirst: { readonly value?: number; readonly day?: Day } | undefined;
  readonly isToldInUtc: boolean;
}
