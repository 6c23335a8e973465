import { diagnosisCodes } from '../terminology/diagnoses.js';
import { complicationCodes } from '../terminology/complications.js';
import { drugs, type Drug } from '../terminology/drugs.js';
import { guidanceCodes } from '../terminology/guidance.js';
import { procedureCodes, type ProcedureCode } from '../terminology/procedure-codes.js';
import { procedureTypeNames } from '../terminology/procedures.js';
import { purposeCodes } from '../terminology/purposes.js';
import { routes } from '../terminology/routes.js';
import { ownSystem } from '../terminology/site-codes.js';
import { systems } from '../terminology/systems.js';
import type { DocumentTable } from './marked-tables.js';

/** What people call the code systems. */
const systemNames: Readonly<Record<string, string>> = {
  [systems.cpt]: 'CPT',
  [systems.hcpcs]: 'HCPCS',
  [systems.icd10cm]: 'ICD-10-CM',
  [systems.icd10pcs]: 'ICD-10-PCS',
  [systems.loinc]: 'LOINC',
  [systems.snomed]: 'SNOMED CT',
  [systems.rxnorm]: 'RxNorm',
  [systems.unii]: 'UNII',
  [systems.ndc]: 'NDC',
  [systems.routes]: 'HL7 table 0162',
  [systems.functionalTypes]: 'HL7 table 0230',
};

interface Coded {
  readonly system: string;
  readonly code: string;
  readonly source: string;
}

const isPublic = ({ system }: Coded) => system !== ownSystem;
export const codeNames = (system: string, codes: readonly string[]) =>
  `${systemNames[system] ?? 'our own'} ${codes.map((code) => `\`${code}\``).join(', ')}`;

export const procedureTable: DocumentTable = {
  head: ['code', 'counts as', 'says besides', 'source'],
  rows: procedureCodes
    .filter(isPublic)
    .map((row) => [codeNames(row.system, [row.code]), meaningOf(row), saysBesides(row), row.source]),
};

function meaningOf({ meaning }: ProcedureCode): string {
  if (meaning.is === 'procedure') return procedureTypeNames[meaning.type];
  return meaning.is === 'guidance' ? 'image guidance' : `none of ours: ${meaning.reason}`;
}

function saysBesides({ meaning, validFrom, validTo }: ProcedureCode): string {
  const { region, approaches, addOn } =
    meaning.is === 'procedure' ? meaning : { region: undefined, approaches: undefined, addOn: undefined };
  const sides = 'sides' in meaning ? (meaning.sides ?? []) : [];
  const said = [
    region,
    approaches?.join(' or '),
    addOn === undefined ? undefined : 'a further level, never a procedure',
    sides.length === 0 ? undefined : sides.join(' and '),
    validFrom === undefined ? undefined : `from ${validFrom}`,
    validTo === undefined ? undefined : `until ${validTo}`,
  ];
  return said.filter((part) => part !== undefined).join('; ');
}

export const diagnosisTable: DocumentTable = {
  head: ['group', 'code', 'in our words', 'valid', 'source'],
  rows: diagnosisCodes.filter(isPublic).map(({ group, system, code, name, validFrom, validTo, source }) => {
    const valid = [validFrom && `from ${validFrom}`, validTo && `until ${validTo}`];
    return [`\`${group}\``, codeNames(system, [code]), name, valid.filter(Boolean).join(' '), source];
  }),
};

export const drugTable: DocumentTable = {
  head: ['code', 'drug', 'class', 'one unit on a bill', 'source'],
  rows: drugs
    .filter(isPublic)
    .map((drug) => [codeNames(drug.system, [drug.code]), drug.name, drug.drugClass, unitOf(drug), drug.source]),
};

function unitOf({ system, billingUnit }: Drug): string {
  if (billingUnit !== undefined) return `${billingUnit.value} ${billingUnit.unit}`;
  return system === systems.hcpcs ? 'not known' : '';
}

/** Codes that mean the same, by the same source, in one row. */
function grouped<Row extends Coded>(rows: readonly Row[], meaning: (row: Row) => string, head: string): DocumentTable {
  const groups = Map.groupBy(rows.filter(isPublic), (row) => [meaning(row), row.system, row.source].join('\n'));
  const codes = (group: readonly Row[]) => group.map(({ code }) => code);
  return {
    head: [head, 'codes', 'source'],
    rows: [...groups.values()].flatMap((group) => {
      const [first] = group;
      return first === undefined ? [] : [[meaning(first), codeNames(first.system, codes(group)), first.source]];
    }),
  };
}

export const routeTable = grouped(routes, ({ target }) => target, 'where it leads');
export const guidanceTable = grouped(guidanceCodes, ({ modality }) => modality, 'imaging');
export const purposeTable = grouped(purposeCodes, ({ intent }) => intent, 'declared intent');
export const complicationTable = grouped(complicationCodes, ({ category }) => `\`${category}\``, 'kind');
