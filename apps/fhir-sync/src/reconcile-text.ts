import type { FindingKind } from './reconciliation/finding.js';
import type { ReconciliationStatus, ShownFinding } from './reconciliation/status.js';

const words: Readonly<Record<FindingKind, string>> = {
  missing: 'not there',
  meaning: 'means something else',
  detail: 'lacks a detail',
  unknown: 'there, and unknown here',
  'under-way': 'there, create is under way',
  unreadable: 'not shown by the server',
};
const doers = { server: 'the server', others: 'others', 'not-known': 'unknown who' } as const;

export function progressText({ target, lookedAt, total, compared, found, reason }: ReconciliationStatus): string {
  const differ = Object.values(found).reduce((sum, count) => sum + count, 0);
  const waits = reason === null ? '' : `; waits for the server (${reason})`;
  return `${target}: looked at ${lookedAt} of ${total} records, compared ${compared}, found ${differ}${waits}`;
}

/** One row of the table: what is wrong, with which record, where, by whom. */
export function findingText({ key, kind, changedBy, differences, source, repaired }: ShownFinding): string {
  const elements = differences.map(({ element, kind: how }) => `${element} (${how})`).join(', ');
  const by = changedBy === null ? '' : `by ${doers[changedBy]}${source === null ? '' : `, ${source}`}`;
  const cells = [words[kind].padEnd(26), key.padEnd(48), elements, by, repaired ? 'is sent again' : ''];
  return cells
    .filter((cell) => cell !== '')
    .join('  ')
    .trimEnd();
}

export function summaryText(status: ReconciliationStatus): string {
  const { target, from, to, state, compared, found, repaired, notSearched } = status;
  const kinds = Object.entries(words).flatMap(([kind, text]) => {
    const count = Object.entries(found).find(([name]) => name === kind)?.[1];
    return count === undefined ? [] : [`  ${String(count).padStart(8)}  ${text}`];
  });
  return [
    `${target}, ${from} to ${to}: ${compared} records compared${state === 'stopped' ? '; stopped before the end' : ''}`,
    ...(kinds.length === 0 ? ['  all of them as they were sent'] : kinds),
    ...(repaired === 0 ? [] : [`  ${String(repaired).padStart(8)}  of these are sent again`]),
    ...(notSearched.length === 0
      ? []
      : [`  What it holds beyond what is known here could not be asked for: ${notSearched.join(', ')}`]),
  ].join('\n');
}

/** Whether the server holds what it should, details aside. */
export function isAsItShould({ state, found }: ReconciliationStatus): boolean {
  const wrong = (['missing', 'meaning', 'unknown', 'unreadable'] as const).some((kind) => (found[kind] ?? 0) > 0);
  return state === 'done' && !wrong;
}
