import { documentKinds, painLocations, type ComplicationCategory, type Recall } from '@ilium/contracts';
import type { CodeSystem } from '@medplum/fhirtypes';
import type { Rules } from '../rules.js';
import { answers } from '../terminology/answers.js';
import { contrastSpreadNames } from '../terminology/contrast.js';
import { measures } from '../terminology/measures.js';
import { positions } from '../terminology/positions.js';
import { procedureTypeNames } from '../terminology/procedures.js';
import { ownSystem } from '../terminology/site-codes.js';
import { absentReasons, componentNames, doubtTexts } from './figure-values.js';
import { followUpStatuses } from './outcome-figures.js';
import { blockAnswerNames, reliefEndNames, repetitionNames } from './result-figures.js';
import { derivedNames } from './to-derived-observation.js';
import { findingNames } from './to-finding.js';

/** Our own codes, for what no public code was found or may be taken for. */
export interface OwnCodeSystem {
  /** The end of its address, `<base>/CodeSystem/<name>`. */
  readonly name: string;
  readonly title: string;
  /** What each code means; undefined where the codes are the site's. */
  readonly meanings: Readonly<Record<string, string>> | undefined;
}

const complicationNames: Readonly<Record<ComplicationCategory, string>> = {
  vasovagal: 'Vasovagal reaction',
  infection: 'Infection',
  'dural-puncture': 'Dural puncture',
  'new-deficit': 'New neurological deficit',
  allergy: 'Allergic reaction',
  flare: 'Flare of pain',
  hyperglycaemia: 'High blood sugar',
  other: 'Another complication',
};

const recallNames: Readonly<Record<Recall, string>> = {
  now: 'Now',
  '24h': 'The last 24 hours',
  '7d': 'The last 7 days',
};

const { mixed: _, ...typesOfJoints } = procedureTypeNames;

const inWords = (code: string) => code.charAt(0).toUpperCase() + code.slice(1).replaceAll('-', ' ');
const worded = (codes: readonly string[]) => Object.fromEntries(codes.map((code) => [code, inWords(code)]));
const doubts = Object.entries(doubtTexts);

export const ownCodeSystems: readonly OwnCodeSystem[] = [
  { name: 'tag', title: 'Whose record it is', meanings: { ilium: 'Written by Ilium' } },
  { name: 'procedure-type', title: 'Types of procedures', meanings: typesOfJoints },
  {
    name: 'finding',
    title: 'What was seen during or after a procedure',
    meanings: { ...findingNames, complication: 'Complication after a procedure' },
  },
  { name: 'contrast-spread', title: 'What contrast showed', meanings: contrastSpreadNames },
  {
    name: 'patient-position',
    title: 'Position of the patient',
    meanings: worded(positions.map(({ position }) => position)),
  },
  { name: 'complication', title: 'Kinds of complications', meanings: complicationNames },
  {
    name: 'score-detail',
    title: 'What a score is about besides its measure',
    meanings: {
      'pain-location': 'Where the pain is',
      recall: 'The time that the question is about',
      'value-set': 'What an EQ-5D index was computed with',
      best: 'Which end of the form is best',
    },
  },
  { name: 'pain-location', title: 'Where the pain is', meanings: worded(painLocations) },
  {
    name: 'best',
    title: 'Which end of a form is best',
    meanings: { lowest: 'The lowest number is best', highest: 'The highest number is best' } satisfies Record<
      Rules['pgicBest'],
      string
    >,
  },
  { name: 'recall', title: 'The time that a question is about', meanings: recallNames },
  {
    name: 'administration-source',
    title: 'How a drug is known of',
    meanings: { billed: 'Billed; not documented as given' },
  },
  {
    name: 'measure',
    title: 'Measures for which no public code was found',
    meanings: Object.fromEntries(
      measures.filter(isOurs).map(({ measure, name }): readonly [string, string] => [measure, name]),
    ),
  },
  {
    name: 'answer',
    title: "Answers of the patient's global impression of change",
    meanings: worded(answers.map(({ code }) => code)),
  },
  {
    name: 'derived-observation',
    title: 'Derived figures, and what stands beside them',
    meanings: { ...derivedNames, ...componentNames },
  },
  {
    name: 'follow-up-status',
    title: 'Status of a follow-up',
    meanings: Object.fromEntries(Object.values(followUpStatuses).map(({ code, text }) => [code, text])),
  },
  {
    name: 'figure-doubt',
    title: 'Why a figure can not be computed',
    meanings: Object.fromEntries(doubts.filter(([code]) => code in absentReasons)),
  },
  { name: 'block-answer', title: 'Answers of a diagnostic block', meanings: blockAnswerNames },
  {
    name: 'block-doubt',
    title: 'Why a diagnostic block is indeterminate',
    meanings: Object.fromEntries(doubts.filter(([code]) => !(code in absentReasons))),
  },
  { name: 'block-repetition', title: 'Whether a diagnostic block was repeated', meanings: repetitionNames },
  { name: 'relief-end', title: 'What ended relief', meanings: reliefEndNames },
  { name: 'document', title: 'Kinds of documents', meanings: documentKinds },
  { name: 'rules', title: "Versions of the site's rules, by which figures were derived", meanings: undefined },
];

function isOurs({ codings: [{ system }] }: (typeof measures)[number]): boolean {
  return system === ownSystem;
}

/** As FHIR R4, so that an EHR can show what our codes mean. */
export function codeSystemResources(base: string): readonly CodeSystem[] {
  return ownCodeSystems.map(({ name, title, meanings }) => {
    const concept = Object.entries(meanings ?? {}).map(([code, display]) => ({ code, display }));
    return {
      resourceType: 'CodeSystem',
      id: name,
      url: `${base}/CodeSystem/${name}`,
      name: `Ilium${inWords(name).replaceAll(/ (.)/g, (_match, letter: string) => letter.toUpperCase())}`,
      title,
      status: 'active',
      caseSensitive: true,
      ...(meanings === undefined
        ? { content: 'not-present' }
        : { content: 'complete', count: concept.length, concept }),
    };
  });
}
