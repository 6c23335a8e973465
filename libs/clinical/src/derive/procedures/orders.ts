import type { ProcedureType } from '@ilium/contracts';
import type { Rules } from '../../rules.js';
import { isSameType, readProcedureCode } from '../../terminology/procedures.js';
import { intentInWords, intentOfPurpose, type DeclaredIntent } from '../../terminology/purposes.js';
import { sidesSaid, type Side } from '../../terminology/sides.js';
import type { LiveReport } from '../reports/live-reports.js';
import { numbersOf, share, type Numbers } from './numbers.js';
import type { ProcedureReport } from './read-procedure.js';

/** An order: what was asked for, never that it was done. */
export interface OrderReport {
  readonly source: LiveReport<'order'>;
  readonly numbers: Numbers;
  readonly procedureIdentifiers: Numbers;
  /** Undefined where its code is none of ours. */
  readonly type: ProcedureType | undefined;
  readonly sides: readonly Side[];
  readonly intent: DeclaredIntent | undefined;
}

/** An order that was taken back asks for nothing: HL7 table 0119 and 0038, FHIR request-status. */
const takenBack = ['ca', 'oc', 'dc', 'cr', 'cancelled', 'canceled', 'revoked', 'discontinued', 'entered-in-error'];

export function readOrders(sources: readonly LiveReport<'order'>[], rules: Rules): readonly OrderReport[] {
  return sources
    .filter(({ report }) => !takenBack.includes(report.status?.toLowerCase() ?? ''))
    .map((source) => readOrder(source, rules));
}

function readOrder(source: LiveReport<'order'>, rules: Rules): OrderReport {
  const { codes, text, modifiers, laterality, bodySite, orders, procedureIdentifier, purpose } = source.report;
  const read = (codes ?? []).map((code) => readProcedureCode(code, undefined, rules));
  const words = [text, ...(codes ?? []).map(({ display }) => display)].filter(
    (said) => said !== null && said !== undefined,
  );
  const meaning = read.map(({ row }) => row?.meaning).find((known) => known?.is === 'procedure');
  const behindCodes = read.flatMap((code) => code.modifiers);
  return {
    source,
    numbers: [...numbersOf(source.identifier), ...(orders ?? [])],
    procedureIdentifiers: numbersOf(procedureIdentifier),
    type: meaning?.is === 'procedure' ? meaning.type : undefined,
    sides: sidesSaid({ modifiers: [...(modifiers ?? []), ...behindCodes], laterality, bodySite, words }, rules).sides,
    intent: intentOfPurpose(purpose, rules) ?? intentInWords(words.join('; ')),
  };
}

/** The orders that reports of one type name, or that name their procedure. */
export function ordersFor(reports: readonly ProcedureReport[], orders: readonly OrderReport[]): readonly OrderReport[] {
  return orders.filter(({ numbers, procedureIdentifiers, type }) =>
    reports.some(
      (report) =>
        (type === undefined || isSameType(type, report.type)) &&
        (share(numbers, report.orders) || share(procedureIdentifiers, report.procedureIdentifiers)),
    ),
  );
}
