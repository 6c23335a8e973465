import { complicationCategories, priorTreatments, procedureTypes, reasonGroups } from '@ilium/contracts';
import { answers } from './answers.js';
import { contrastSpreadCodes } from './contrast.js';
import { guidanceCodes } from './guidance.js';
import { measureCodings } from './measures.js';
import { positions } from './positions.js';
import { routes } from './routes.js';
import { notOurs, ownSystem, type CodeTable } from './site-codes.js';

/** The words of ours that each table knows: what a site's own code may stand for besides standard codes. */
export const ownWords: Readonly<Record<CodeTable, readonly string[]>> = {
  procedures: [...procedureTypes.filter((type) => type !== 'mixed'), notOurs],
  drugs: ['steroid', 'anaesthetic', 'contrast', 'opioid', 'sedative', 'other'],
  routes: ownCodes(routes),
  measures: [...ownCodes(measureCodings), notOurs],
  answers: [...ownCodes(answers), notOurs],
  diagnoses: reasonGroups,
  complications: [...complicationCategories, notOurs],
  treatments: [...priorTreatments, notOurs],
  contrast: [...ownCodes(contrastSpreadCodes), notOurs],
  guidance: [...ownCodes(guidanceCodes), notOurs],
  positions: [...ownCodes(positions), notOurs],
  sides: ['left', 'right', 'both', notOurs],
  purposes: ['diagnostic', 'therapeutic', 'both'],
};

/**
 * The word for "nothing of ours", by table. A drug that is no agent of ours and a route that leads nowhere near a joint are
 * told as what they are: a drug nobody knows could be an agent, and a reason nobody knows could be any. Purposes have none,
 * because one that is not understood is no work.
 */
export const notOursWords: Readonly<Partial<Record<CodeTable, string>>> = {
  procedures: notOurs,
  drugs: 'other',
  routes: 'elsewhere',
  measures: notOurs,
  answers: notOurs,
  diagnoses: 'other',
  complications: notOurs,
  treatments: notOurs,
  contrast: notOurs,
  guidance: notOurs,
  positions: notOurs,
  sides: notOurs,
};

function ownCodes(table: readonly { readonly system: string; readonly code: string }[]): readonly string[] {
  return table.filter(({ system }) => system === ownSystem).map(({ code }) => code);
}
