import { z } from 'zod';
import { once } from '../questions/once.js';
import { pageParameters } from '../questions/page-parameters.js';
import { movedFigure } from '../statements/figures.js';

const page = pageParameters('corrections', /^\d{1,18}$/);

export const movementsAsked = z.strictObject(page);
export const correctionsAsked = z.strictObject({
  fact: z.uuid(once('the key of a fact')).optional().describe('Only corrections of this fact: its `key`.'),
  ...page,
});
export type MovementsPage = z.output<typeof movementsAsked>;
export type CorrectionsAsked = z.output<typeof correctionsAsked>;

const movement = z.object({
  statement: z.uuid().describe('`id` of the published statement.'),
  fact: z.uuid().describe('Pseudonym of the outcome that was corrected: `key` of `/v1/statistics/episodes`.'),
  fromRevision: z.int(),
  revision: z.int().describe('The correction.'),
  on: z.iso.date().describe('The day on which analytics took the correction in.'),
  moved: z.array(movedFigure).describe('The figures that it moved, and by how much.'),
});

export const movementsAnswer = z.object({
  movements: z
    .array(movement)
    .describe('In the order in which they were taken in. A page may hold fewer than its limit, and others follow.'),
  after: z.string().nullable().describe('Where the next page begins. Null: this is the last one.'),
});
export type MovementsAnswer = z.output<typeof movementsAnswer>;

export const movementsOfStatement = movementsAnswer.extend({
  corrected: z.array(movedFigure).describe('All corrections since it was published, together.'),
  grown: z
    .array(movedFigure)
    .describe('What came besides: answers, windows that closed, further sessions, and rules that count otherwise.'),
});
export type MovementsOfStatement = z.output<typeof movementsOfStatement>;

const fact = '4f0c2d3e-8f57-4c7b-8f0e-0a4f6c1d2e3f';

/** Invented. */
export const movementsExample: MovementsOfStatement = {
  corrected: [
    { figure: 'any-better', by: -1 },
    { figure: 'improved', by: -1 },
  ],
  grown: [{ figure: 'observed', by: 2 }],
  movements: [
    {
      ...{ statement: '7d0c5f0e-3e5d-4b0f-8a44-0d9f6d1c2a11', fact, on: '2026-04-02' },
      ...{ fromRevision: 1_772_323_200_000_000, revision: 1_772_323_200_000_001 },
      moved: [
        { figure: 'any-better', by: -1 },
        { figure: 'improved', by: -1 },
      ],
    },
  ],
  after: null,
};
