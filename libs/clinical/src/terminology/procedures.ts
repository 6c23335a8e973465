import type { Code, ProcedureType } from '@ilium/contracts';
import type { Day } from '../derive/reports/moments.js';
import { procedureCodes, type ProcedureCode } from './procedure-codes.js';
import { isCode, standardCode, type CodeRules } from './site-codes.js';
import { systems, systemUri } from './systems.js';

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

/** A procedure code as it was read: what it means, and what was written behind it. */
export interface ReadCode {
  /** As written, without modifiers. */
  readonly bare: string;
  /** As the tables know it; its system is that of its row where it came without one. */
  readonly standard: Code;
  readonly row: ProcedureCode | undefined;
  /** `27096:LT:KX`: LT and KX. */
  readonly modifiers: readonly string[];
  /** Known, but not to be used on the day of service. */
  readonly isInvalidOnDay: boolean;
}

/**
 * Reads a procedure code by the day of service. Modifiers may stand behind a CPT or HCPCS code; only the colon conforms
 * (terminology.hl7.org/CPT.html), the others are read all the same. A site's own table is asked for the whole first.
 */
export function readProcedureCode(code: Code, day: Day | undefined, rules: CodeRules): ReadCode {
  const whole = lookUp(standardCode(code, 'procedures', rules), day);
  const parts = /^([A-Z0-9]{5})((?:[:.-][A-Z0-9]{2})+)$/i.exec(code.code);
  if (whole.row !== undefined || parts === null) return { ...whole, bare: code.code, modifiers: [] };
  const [, bare = '', modifiers = ''] = parts;
  const read = lookUp(standardCode({ ...code, code: bare }, 'procedures', rules), day);
  if (read.row === undefined) return { ...whole, bare: code.code, modifiers: [] };
  return { ...read, bare, modifiers: modifiers.slice(1).toUpperCase().split(/[:.-]/) };
}

const rowsByCode = Map.groupBy(procedureCodes, ({ code }) => code);

function lookUp(code: Code, day: Day | undefined): Pick<ReadCode, 'standard' | 'row' | 'isInvalidOnDay'> {
  const rows = (rowsByCode.get(code.code) ?? []).filter((row) => isCode(row, code));
  const valid = rows.find((row) => isValidOn(row, day));
  const row = valid ?? rows[0];
  const standard = row === undefined ? code : { ...code, system: row.system };
  return { standard, row, isInvalidOnDay: row !== undefined && valid === undefined };
}

/** Whether a code may be used on a day of service; where no day is known, nothing speaks against it. */
export function isValidOn({ validFrom, validTo }: Pick<ProcedureCode, 'validFrom' | 'validTo'>, day: Day | undefined) {
  return day === undefined || ((validFrom ?? day) <= day && day <= (validTo ?? day));
}

/** The type of a standard code of a procedure. */
export function procedureTypeOf(code: Code): ProcedureType | undefined {
  const { row } = lookUp(
    { ...code, ...(code.system === undefined ? {} : { system: systemUri(code.system) }) },
    undefined,
  );
  return row?.meaning.is === 'procedure' ? row.meaning.type : undefined;
}

const facetTypes: readonly ProcedureType[] = ['facet-injection', 'medial-branch-block', 'facet-or-medial-branch-block'];

/** Whether two sources may mean one procedure: 64490–64495 stand for facet joints and for their nerves. */
export function isSameType(a: ProcedureType, b: ProcedureType): boolean {
  if (a === b) return true;
  const mayBeEither = a === 'facet-or-medial-branch-block' || b === 'facet-or-medial-branch-block';
  return mayBeEither && facetTypes.includes(a) && facetTypes.includes(b);
}

/** Systems whose codes are nobody's own: what no table knows of them is another procedure, and not unmapped. */
const publicSystems: readonly string[] = [
  systems.cpt,
  systems.hcpcs,
  systems.icd10pcs,
  systems.loinc,
  systems.snomed,
  systems.rxnorm,
  systems.ndc,
];

/** Whether a standard code is one of a public code system, or reads like CPT or HCPCS where it names none. */
export function isPublicCode({ system, code }: Code): boolean {
  return system === undefined ? /^([0-9]{4}[0-9A-Z]|[A-Z][0-9]{4})$/.test(code) : publicSystems.includes(system);
}
