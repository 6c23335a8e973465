import type { Intent, ProcedureType } from '@ilium/contracts';
import type { Rules } from '../../rules.js';
import { diagnosticModifier, intentOfPurpose } from '../../terminology/purposes.js';
import type { OrderReport } from './orders.js';
import type { ProcedureReport } from './read-procedure.js';

/** Elsewhere KX says other things. */
const markedByModifier: readonly ProcedureType[] = ['si-joint-injection', 'si-nerve-block'];

/**
 * Clinical rule 8: what a procedure was meant for, only as declared: by modifier KX, by the purpose of its reports, by its
 * order. What was given and what came of it are other facts, and nothing of them is read as an intent.
 */
export function intentOf(reports: readonly ProcedureReport[], orders: readonly OrderReport[], rules: Rules): Intent {
  const declared = new Set<Intent | undefined>([
    ...reports.map(({ source }) => intentOfPurpose(source.report.purpose, rules)),
    ...reports.filter(isMarkedDiagnostic).map(() => 'diagnostic' as const),
    ...orders.map(({ intent }) => intent),
  ]);
  if (declared.has('both') || (declared.has('diagnostic') && declared.has('therapeutic'))) return 'both';
  if (declared.has('diagnostic')) return 'diagnostic';
  return declared.has('therapeutic') ? 'therapeutic' : 'unknown';
}

function isMarkedDiagnostic({ type, modifiers }: ProcedureReport): boolean {
  return markedByModifier.includes(type) && modifiers.some((modifier) => modifier.toUpperCase() === diagnosticModifier);
}
