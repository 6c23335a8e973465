/** What is asked of a FHIR server, and what may come out of it, in the words of whoever runs one. */

interface Question {
  readonly title: string;
  /** What each result means, for people. */
  readonly words: Readonly<Record<string, string>>;
  /** The results that say: this works. */
  readonly works: readonly string[];
}

export const questions = {
  entry: {
    title: 'How do we get in?',
    words: { 'let-in': 'let in', open: 'everybody is let in: no credentials are needed' },
    works: ['let-in', 'open'],
  },
  'patient-search': {
    title: 'Is a patient found by number (identifier and assigner)?',
    words: {
      found: 'yes: the test patient, and nobody for a number that nobody has',
      filters: 'answered, and nobody for a number that nobody has',
      everybody: 'NO: a number that nobody has is answered with somebody',
      'not-found': 'no: the test patient is not found by its number',
      refused: 'no: refused',
    },
    works: ['found', 'filters'],
  },
  identity: {
    title: 'Can a patient be compared with what the feeds say (birth date, sex, family name)?',
    words: { comparable: 'yes, those of the test patient are told', gaps: 'no: not all of them are told' },
    works: ['comparable'],
  },
  'encounter-search': {
    title: 'Is a visit found by number?',
    words: {
      filters: 'answered, and none for a number that no visit has',
      everybody: 'NO: a number that no visit has is answered with some visit',
      refused: 'no: refused',
    },
    works: ['filters'],
  },
  create: {
    title: 'Can records be created (POST, the server gives the id)?',
    words: {
      taken: 'yes',
      bare: 'only a bare one: what Ilium writes as a whole is refused',
      'without-id': 'yes, but the answer does not say under which id',
      refused: 'no: refused',
    },
    works: ['taken', 'without-id'],
  },
  'update-create': {
    title: 'Can records be written under ids of ours (PUT of an id that is not there)?',
    words: {
      created: 'yes',
      'other-id': 'no: written, but under another id',
      refused: 'no: refused',
    },
    works: ['created'],
  },
  kept: {
    title: 'Does it keep what Ilium writes (written, read again, compared)?',
    words: {
      whole: 'all of it',
      lost: 'the meaning, not all details',
      'lost-meaning': 'NO: meaning is lost, and nothing in the answer says so',
      unreadable: 'cannot be said: what was written cannot be read again',
    },
    works: ['whole', 'lost'],
  },
  'found-again': {
    title: 'Is a record found again by patient, code and day?',
    words: {
      found: 'yes',
      loosely: 'yes, among others: not all of the question counts',
      filters: 'answered, and nothing for a patient who is not there',
      everybody: 'NO: answered with records of others',
      'not-found': 'no: answered, without the record',
      refused: 'no: refused',
    },
    works: ['found', 'loosely', 'filters'],
  },
  update: {
    title: 'Can records be corrected (PUT of one that is there)?',
    words: {
      taken: 'yes',
      unchanged: 'NO: answered as done, and the record is as it was',
      refused: 'no: refused',
    },
    works: ['taken'],
  },
  retract: {
    title: 'Can records be taken back (status entered-in-error)?',
    words: { taken: 'yes', refused: 'no: refused' },
    works: ['taken'],
  },
  versions: {
    title: 'Does it say which version a record has?',
    words: {
      told: 'yes, in the answer to the write',
      late: 'only when the record is read',
      never: 'no',
    },
    works: ['told', 'late'],
  },
  stale: {
    title: 'Is a write onto an old version noticed (If-Match)?',
    words: {
      noticed: 'yes: refused',
      taken: 'NO: taken, so that one writer overwrites the other unseen',
    },
    works: ['noticed'],
  },
  'conditional-create': {
    title: 'Does If-None-Exist keep a record from being created twice?',
    words: {
      taken: 'yes: the second time the first record is answered',
      ignored: 'NO: passed over, and the record is there twice',
      refused: 'no: refused',
    },
    works: ['taken'],
  },
  'conditional-update': {
    title: 'Can a record be corrected by its identifier (PUT Type?identifier=…)?',
    words: {
      taken: 'yes',
      another: 'NO: another record was written',
      refused: 'no: refused',
    },
    works: ['taken'],
  },
  delete: {
    title: 'Can records be deleted? (Ilium never does; the probe tidies up so.)',
    words: { gone: 'yes', refused: 'no: refused' },
    works: ['gone'],
  },
  transaction: {
    title: 'Are transactions run?',
    words: {
      atomic: 'yes, all or nothing: with one record refused, none was written',
      'as-batch': 'as a batch: with one record refused, the others were written',
      unclear: 'taken; whether all or nothing could not be told, as the server refused none of the faulty records',
      refused: 'no: refused',
    },
    works: ['atomic', 'as-batch', 'unclear'],
  },
  batch: {
    title: 'Are batches run?',
    words: { all: 'yes', reads: 'reads only: entries that write are refused', refused: 'no: refused' },
    works: ['all'],
  },
  'bundle-limit': {
    title: 'How many records does a transaction take?',
    words: { 'at-least': 'as many as were tried', limited: 'not as many as were tried' },
    works: ['at-least'],
  },
  'document-size': {
    title: 'How large may a document be (PDF)?',
    words: { 'at-least': 'as large as was tried', limited: 'not as large as was tried' },
    works: ['at-least'],
  },
  'unknown-type': {
    title: 'How is a type answered that it does not know?',
    words: {
      told: 'with an OperationOutcome: it is the FHIR server that speaks',
      bare: 'without an OperationOutcome: such an answer counts as the server being away',
      answered: 'as if it were there',
    },
    works: ['told'],
  },
  rate: {
    title: 'How does it slow us down?',
    words: { limited: 'too many requests are answered 429', never: 'not at all in the burst' },
    works: ['never'],
  },
} as const satisfies Record<string, Question>;

export type QuestionId = keyof typeof questions;
export type ResultOf<Q extends QuestionId> = keyof (typeof questions)[Q]['words'] & string;

/** In the order of the report. */
export const questionIds = Object.keys(questions).filter((id): id is QuestionId => Object.hasOwn(questions, id));

export function questionOf(id: QuestionId): Question {
  return questions[id];
}
