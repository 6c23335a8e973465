import type { ReactNode } from 'react';
import { countText, percentText } from '../numbers.js';
import { windowName } from '../words.js';
import { ask, type CountedName, type RatesQuery, type WindowRates } from './ask.js';
import { IntervalPlot } from './interval-plot.js';
import { rateBy, ruleNames } from './labels.js';
import { Nobody } from './nobody.js';
import { countColumn, NumbersTable, type Column } from './numbers-table.js';
import { Panel } from './panel.js';
import { rangeText } from './sentences.js';
import { chosenPart, onlyText } from './stratum.js';
import { useAnswer } from './use-answer.js';
import { episodesOf, ofScale, selectionOf, type View } from './view.js';

interface StratumRates {
  readonly label: string;
  readonly query: RatesQuery;
  readonly rates: WindowRates;
}

/** The same window of each part of the patients. Narrowed to one of the parts, it compares all of them still, within what else is chosen. */
export function Strata({ view }: { readonly view: View }): ReactNode {
  const query = { ...selectionOf(view), window: view.window };
  const asked = useAnswer(JSON.stringify([query, view.by.id]), async (leaving): Promise<readonly StratumRates[]> => {
    const answers = view.by.parts.map(async ({ label, query: own }) => {
      const { groups } = await ask.rates({ ...query, ...own }, leaving);
      return ofScale(view, groups).map((rates) => ({ label, query: own, rates }));
    });
    return (await Promise.all(answers)).flat();
  });
  return (
    <Panel id="strata" title={`Side by side: ${view.by.name.toLowerCase()}`} asked={asked}>
      {(parts) =>
        parts.length === 0 ? (
          <Nobody view={view}>
            Nothing is known of this after {windowName(view.window)}. Choose another division or window.
          </Nobody>
        ) : (
          <Parts view={view} parts={parts} />
        )
      }
    </Panel>
  );
}

function Parts({ view, parts }: { readonly view: View; readonly parts: readonly StratumRates[] }): ReactNode {
  const says = strataSentence(view, parts);
  const part = chosenPart(view.by, view.only);
  return (
    <>
      <p className="says">{says}</p>
      {part !== undefined && (
        <p className="quiet">All of them are compared here; the other pictures are narrowed: {onlyText([part])}.</p>
      )}
      <IntervalPlot says={says} rows={parts.map(({ label, rates }) => ({ label, rate: rateBy(view.rule, rates) }))} />
      <p className="quiet">
        Groups differ in more than their name: a difference here is a question to look into, and not the effect of it.
      </p>
      <NumbersTable
        of={`groups by ${view.by.name.toLowerCase()}`}
        file="strata"
        columns={columnsBy(view)}
        rows={parts}
      />
    </>
  );
}

function strataSentence({ rule, window }: View, parts: readonly StratumRates[]): string {
  const told = parts.flatMap(({ label, rates }) => {
    const { rate } = rateBy(rule, rates);
    return rate === null ? [] : [{ label, rate }];
  });
  const [lowest, highest] = [told.toSorted((a, b) => a.rate - b.rate)[0], told.toSorted((a, b) => b.rate - a.rate)[0]];
  if (lowest === undefined || highest === undefined) return 'Nobody of these groups has answered.';
  const range =
    lowest === highest
      ? `${percentText(lowest.rate)} (${lowest.label})`
      : `from ${percentText(lowest.rate)} (${lowest.label}) to ${percentText(highest.rate)} (${highest.label})`;
  return `After ${windowName(window)}, the share that is ${ruleNames[rule]} is ${range}.`;
}

function columnsBy(view: View): readonly Column<StratumRates>[] {
  const { by, rule, window } = view;
  const behind =
    (counted: CountedName) =>
    ({ query }: StratumRates) =>
      episodesOf(view, { ...query, window, counted });
  return [
    { name: by.name, shown: ({ label }) => label },
    countColumn('Expected', ({ rates: { expected } }) => expected, behind('expected')),
    countColumn('Answered', ({ rates: { observed } }) => observed, behind('observed')),
    {
      name: `Were ${ruleNames[rule]}`,
      shown: ({ rates }) => {
        const { rate, count, of } = rateBy(rule, rates);
        return rate === null ? '–' : `${percentText(rate)} (${countText(count)} of ${countText(of)})`;
      },
      value: ({ rates }) => rateBy(rule, rates).rate,
      behind: (part) => (rateBy(rule, part.rates).count === 0 ? undefined : behind(rule)(part)),
    },
    { name: '95% interval', shown: ({ rates }) => rangeText(rateBy(rule, rates), false) },
  ];
}
