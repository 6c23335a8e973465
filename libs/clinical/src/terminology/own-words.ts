import { complicationCategories, priorTreatments, procedureTypes, reasonGroups } from '@ilium/contracts';
import { answers } from './answers.js';
import { contrastSpreadCodes } from './contrast.js';
import { guidanceCodes } from './guidance.js';
import { measureCodings } from './measures.js';
import { positions } from './positions.js';
import { routes } from './routes.js';
import { ownSystem, type CodeTable } from './site-codes.js';

/** The words of ours that each table knows: what a site's own code may stand for besides standard codes. */
export const ownWords: Readonly<Record<CodeTable, readonly string[]>> = {
  procedures: [...procedureTypes.filter((type) => type !== 'mixed'), 'not-ours'],
  drugs: ['steroid', 'anaesthetic', 'contrast', 'opioid', 'sedative', 'other'],
  routes: ownCodes(routes),
  measures: ownCodes(measureCodings),
  answers: ownCodes(answers),
  diagnoses: reasonGroups,
  complications: complicationCategories,
  treatments: priorTreatments,
  contrast: ownCodes(contrastSpreadCodes),
  guidance: ownCodes(guidanceCodes),
  positions: ownCodes(positions),
  sides: ['left', 'right', 'both'],
  purposes: ['diagnostic', 'therapeutic', 'both'],
};

function ownCodes(table: readonly { readonly system: string; readonly code: string }[]): readonly string[] {
  return table.filter(({ system }) => system === ownSystem).map(({ code }) => code);
}
