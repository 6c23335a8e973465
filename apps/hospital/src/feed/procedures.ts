import type { Place, ProcedureName } from './story.js';
import { terms, type Term } from './vocabulary.js';

/** What the pain clinic of the simulated hospital does, and what it calls it. */
export interface ProcedureRow {
  readonly code: Term;
  /** Used instead from a day on. */
  readonly since?: { readonly day: string; readonly code: Term };
  /** For each level after the first. */
  readonly addOn?: Term;
  readonly diagnosis: Term;
  /** What goes into the target, unless a visit is told otherwise. */
  readonly gives: readonly ('contrast' | 'anaesthetic' | 'steroid')[];
  readonly target: Place;
  /** Goes in at the middle: no side belongs to it. */
  readonly isMidline: boolean;
  /** What treats: the steroid in the target, the operation itself, or nothing, because it only asks. */
  readonly treatsBy: 'steroid' | 'itself' | 'nothing';
  /** An anaesthetic in the target asks whether the pain comes from there. */
  readonly isQuestion: boolean;
  /** Disputed: the code and the words are of two procedures. Foreign: no procedure that anybody follows up here. */
  readonly standing: 'own' | 'disputed' | 'foreign';
}

const usual = { isMidline: false, isQuestion: false, standing: 'own' } as const;
const jointInjection = { gives: ['contrast', 'anaesthetic', 'steroid'], target: 'joint', treatsBy: 'steroid' } as const;
const nerveBlock = { gives: ['anaesthetic'], target: 'nerve', treatsBy: 'nothing' } as const;
const ablation = { gives: ['anaesthetic'], target: 'nerve', treatsBy: 'itself' } as const;
const epidural = { gives: ['contrast', 'steroid'], target: 'epidural', treatsBy: 'steroid' } as const;

export const procedures: Readonly<Record<ProcedureName, ProcedureRow>> = {
  'si-joint-injection': {
    ...usual,
    ...jointInjection,
    code: terms.injection,
    diagnosis: terms.sacroiliitis,
    isQuestion: true,
  },
  'si-nerve-block': {
    ...usual,
    ...nerveBlock,
    code: terms.siNerveBlock,
    diagnosis: terms.sacralDisorder,
    isQuestion: true,
  },
  'si-joint-rfa': { ...usual, ...ablation, code: terms.siAblation, diagnosis: terms.sacralDisorder },
  'si-joint-fusion': {
    ...usual,
    code: terms.siFusion,
    since: { day: '2024-01-01', code: terms.siFusionInJoint },
    diagnosis: terms.sacralDisorder,
    gives: [],
    target: 'joint',
    treatsBy: 'itself',
  },
  'facet-injection': {
    ...usual,
    ...jointInjection,
    code: terms.facetInjection,
    addOn: terms.facetSecondLevel,
    diagnosis: terms.lumbarSpondylosis,
    isQuestion: true,
  },
  'medial-branch-block': {
    ...usual,
    ...nerveBlock,
    code: terms.branchBlock,
    addOn: terms.branchSecondLevel,
    diagnosis: terms.lumbarSpondylosis,
    isQuestion: true,
  },
  'facet-rfa': {
    ...usual,
    ...ablation,
    code: terms.facetAblation,
    addOn: terms.facetAblationMore,
    diagnosis: terms.lumbarSpondylosis,
  },
  'transforaminal-epidural': {
    ...usual,
    ...epidural,
    code: terms.transforaminal,
    addOn: terms.transforaminalMore,
    diagnosis: terms.radiculopathy,
  },
  'interlaminar-epidural': {
    ...usual,
    ...epidural,
    code: terms.interlaminar,
    diagnosis: terms.radiculopathy,
    isMidline: true,
  },
  'miscoded-epidural': {
    ...usual,
    ...epidural,
    code: terms.miscodedEpidural,
    diagnosis: terms.radiculopathy,
    standing: 'disputed',
  },
  'trigger-point': {
    ...usual,
    code: terms.triggerPoint,
    diagnosis: terms.lowBackPain,
    gives: ['anaesthetic'],
    target: 'muscle',
    treatsBy: 'nothing',
    standing: 'foreign',
  },
  arthrography: {
    ...usual,
    code: terms.arthrography,
    diagnosis: terms.sacroiliitis,
    gives: ['contrast'],
    target: 'joint',
    treatsBy: 'nothing',
    standing: 'foreign',
  },
  'large-joint': {
    ...usual,
    ...jointInjection,
    code: terms.largeJoint,
    diagnosis: terms.lowBackPain,
    gives: ['anaesthetic', 'steroid'],
    standing: 'foreign',
  },
};
