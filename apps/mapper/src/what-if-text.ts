import type { DifferenceLine, SummaryLine, Tally } from './what-if.js';

const signs = { new: '+', changed: '~', retracted: '-' } as const;

/** The lines of a comparison for people: each patient and each thing of theirs is named once. */
export function* whatIfText(lines: Iterable<DifferenceLine | SummaryLine>): Generator<string> {
  let patient = '';
  let thing = '';
  for (const line of lines) {
    if ('summary' in line) {
      yield* summaryText(line);
      continue;
    }
    if (line.patient !== patient) yield `patient ${line.patient}`;
    if (line.patient !== patient || line.key !== thing) yield `  ${signs[line.change]} ${titleOf(line)}`;
    if (line.change === 'changed') yield `      ${line.field}: ${shown(line.before)} → ${shown(line.after)}`;
    ({ patient, key: thing } = line);
  }
}

function titleOf({ kind, key, about }: DifferenceLine): string {
  if (kind === 'outcome') return `outcome ${about ?? ''} (${key})`;
  return kind === 'work' ? `work ${key}` : key;
}

function shown(value: unknown): string {
  return value === undefined ? '(nothing)' : JSON.stringify(value);
}

function* summaryText({ summary }: SummaryLine): Generator<string> {
  const { before, after, asOf, events, patients, patientsChanged, records, outcomes, work } = summary;
  const versions = before.rulesVersion === after.rulesVersion ? '' : ', and every figure would name the other rules';
  yield `${before.site} (rules ${before.rulesVersion}) → ${after.site} (rules ${after.rulesVersion}), as of ${asOf}${versions}`;
  yield `events    ${events.done} done, ${events.skipped} skipped, ${events.parked} parked`;
  yield `patients  ${patientsChanged} of ${patients} with differences`;
  yield `records   ${tallyText(records)}`;
  yield `outcomes  ${tallyText(outcomes)}`;
  yield `work      ${tallyText(work)}`;
}

function tallyText(tally: Tally): string {
  return `${tally.new} new, ${tally.changed} changed, ${tally.retracted} retracted, ${tally.same} the same`;
}
