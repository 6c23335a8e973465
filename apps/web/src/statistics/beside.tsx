import type { ReactNode } from 'react';
import { countText, percentText } from '../numbers.js';
import { aboutText } from './about-text.js';
import type { Statement } from './ask.js';
import { missingName, ruleNames } from './labels.js';

/** What has to stand beside a sentence wherever it is read: what it is about, who is missing, what that could change, and complications. */
export function Beside({ statement }: { readonly statement: Statement }): ReactNode {
  const { rate, beside, expected, observed, followUpRate, complications } = statement;
  return (
    <ul className="quiet">
      <li>{aboutText(statement)}</li>
      {followUpRate !== null && (
        <li>
          {countText(observed)} of {countText(expected)} followed up ({percentText(followUpRate)})
          {observed < expected &&
            rate?.bounds != null &&
            `; with the missing between ${percentText(rate.bounds.worst)} and ${percentText(rate.bounds.best)}`}
        </li>
      )}
      {statement.missing !== null && observed < expected && (
        <li>{withoutText(statement.missing, expected - observed)}</li>
      )}
      {beside.flatMap((one) =>
        one.rate.rate === null
          ? []
          : [<li key={one.rule}>{`${percentText(one.rate.rate)} ${ruleNames[one.rule]}`}</li>],
      )}
      <li>{complicationsText(complications)}</li>
    </ul>
  );
}

/** @param all without an answer, those too whose windows are open still */
function withoutText(missing: NonNullable<Statement['missing']>, all: number): string {
  const open = all - missing.reduce((sum, { count }) => sum + count, 0);
  const why = missing.map(({ why: reason, count }) => `${countText(count)} ${missingName(reason)}`);
  return `Without an answer: ${[...why, ...(open > 0 ? [`${countText(open)} still open`] : [])].join(', ')}`;
}

function complicationsText(told: Statement['complications']): string {
  if (told === null) return 'Complications: not told, as that would tell of a few patients';
  return `${countText(told.count)} complications within 30 days, in ${countText(told.sessions)} sessions`;
}
