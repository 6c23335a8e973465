import {
  complicationTable,
  diagnosisTable,
  drugTable,
  guidanceTable,
  procedureTable,
  purposeTable,
  routeTable,
} from './code-tables.js';
import type { DocumentTable } from './marked-tables.js';
import { codeSystemTable, decisionTable, doubtTable, measureTable, windowTable } from './rule-tables.js';

/** The tables of docs/clinical.md, by the names of their marks. */
export const clinicalTables: Readonly<Record<string, DocumentTable>> = {
  procedures: procedureTable,
  guidance: guidanceTable,
  routes: routeTable,
  drugs: drugTable,
  purposes: purposeTable,
  measures: measureTable,
  windows: windowTable,
  doubts: doubtTable,
  complications: complicationTable,
  reasons: diagnosisTable,
  'code-systems': codeSystemTable,
  decisions: decisionTable,
};
