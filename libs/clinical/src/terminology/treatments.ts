import { priorTreatments, type Code, type PriorTreatment, type ProcedureType } from '@ilium/contracts';
import { procedureTypeOf } from './procedures.js';
import { isCode, ownSystem } from './site-codes.js';
import { systems } from './systems.js';
import { wordsOf } from './word-tables.js';

/** As what our own procedures count when they came before. A mixed session counts by its procedures. */
export const treatmentOfType: Readonly<Record<ProcedureType, PriorTreatment | undefined>> = {
  'si-joint-injection': 'injection',
  'si-nerve-block': 'injection',
  'si-joint-rfa': 'rfa',
  'si-joint-fusion': 'surgery',
  'facet-injection': 'injection',
  'medial-branch-block': 'injection',
  'facet-or-medial-branch-block': 'injection',
  'facet-rfa': 'rfa',
  'epidural-injection': 'injection',
  mixed: undefined,
};

/** Systems that name nothing but drugs. */
const drugSystems: readonly (string | undefined)[] = [systems.rxnorm, systems.ndc];

/** Ours. */
const words: Readonly<Record<PriorTreatment, readonly string[]>> = {
  medication: ['medication', 'medications', 'analgesics', 'nsaid', 'nsaids', 'opioid', 'opioids', 'oral medication'],
  'physical-therapy': ['physical therapy', 'physiotherapy', 'pt', 'home exercise', 'exercise program'],
  injection: [
    'injection',
    'steroid injection',
    'si joint injection',
    'sacroiliac joint injection',
    'facet injection',
    'epidural',
    'epidural injection',
    'epidural steroid injection',
  ],
  rfa: ['rfa', 'radiofrequency', 'radiofrequency ablation', 'rhizotomy'],
  surgery: ['surgery', 'fusion', 'si joint fusion', 'sacroiliac joint fusion', 'lumbar fusion', 'laminectomy'],
};

const readWords = wordsOf(words);

/** What was tried, by standard codes, else by their displays, else by the text. Undefined where no table knows any. */
export function treatmentOf(codes: readonly Code[], text: string | null | undefined): PriorTreatment | undefined {
  const readings = [...codes.map(treatmentOfCode), ...codes.map(({ display }) => readWords(display)), readWords(text)];
  return readings.find((reading) => reading !== undefined);
}

function treatmentOfCode(code: Code): PriorTreatment | undefined {
  const own = priorTreatments.find((treatment) => isCode({ system: ownSystem, code: treatment }, code));
  if (own !== undefined) return own;
  if (drugSystems.includes(code.system)) return 'medication';
  const type = procedureTypeOf(code);
  return type === undefined ? undefined : treatmentOfType[type];
}
