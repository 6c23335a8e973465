import type { Code, ProcedureType } from '@ilium/contracts';
import { systems, systemUri } from './systems.js';

interface ProcedureCode {
  readonly system: string;
  readonly code: string;
  readonly type: ProcedureType;
  /** Where the code was looked up, and how sure that is: V official, V3 third party. */
  readonly source: string;
}

/** Codes that mean a procedure of ours. Descriptions are in our own words: the AMA owns CPT's. */
export const procedureCodes: readonly ProcedureCode[] = [
  {
    system: systems.cpt,
    code: '27096',
    type: 'si-joint-injection',
    source: 'V: CMS billing article A59243 (injection into the SI joint, image guidance included)',
  },
  {
    system: systems.hcpcs,
    code: 'G0260',
    type: 'si-joint-injection',
    source: 'V3: A59154, A59244 (what facilities report for 27096)',
  },
];

export const procedureTypeNames: Readonly<Record<ProcedureType, string>> = {
  'si-joint-injection': 'Sacroiliac joint injection',
  'si-nerve-block': 'Block of the nerves of the sacroiliac joint',
  'si-joint-rfa': 'Radiofrequency ablation of the nerves of the sacroiliac joint',
  'si-joint-fusion': 'Sacroiliac joint fusion',
  'facet-injection': 'Facet joint injection',
  'medial-branch-block': 'Medial branch block',
  'facet-or-medial-branch-block': 'Facet joint injection or medial branch block',
  'facet-rfa': 'Radiofrequency ablation of facet joint nerves',
  'epidural-injection': 'Epidural injection',
  mixed: 'Several types of procedure in one session',
};

/** The type of a procedure code. A code without a system is taken for the one that has it. */
export function procedureTypeOf(code: Code): ProcedureType | undefined {
  const system = systemUri(code.system);
  const row = procedureCodes.find((known) => known.code === code.code && (system ?? known.system) === known.system);
  return row?.type;
}

/** The system of a procedure code that came without one. */
export function procedureCodeSystem(code: Code): string | undefined {
  return systemUri(code.system) ?? procedureCodes.find((known) => known.code === code.code)?.system;
}
