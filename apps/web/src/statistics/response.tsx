import type { ReactNode } from 'react';
import { countText, percentText } from '../numbers.js';
import { procedureNames, windowName } from '../words.js';
import { ask, type CountedName, type EpisodesQuery, type Proportion, type WindowRates } from './ask.js';
import { IntervalPlot } from './interval-plot.js';
import { rateBy, ruleNames } from './labels.js';
import { Nobody } from './nobody.js';
import { countColumn, NumbersTable, type Column } from './numbers-table.js';
import { Panel } from './panel.js';
import { rangeText } from './sentences.js';
import { useAnswer } from './use-answer.js';
import { episodesOf, ofScale, selectionOf, type View } from './view.js';

/** How many are better, window by window. */
export function Response({ view }: { readonly view: View }): ReactNode {
  const query = selectionOf(view);
  const asked = useAnswer(JSON.stringify(query), (leaving) => ask.rates(query, leaving));
  return (
    <Panel id="response" title="Response by follow-up window" asked={asked}>
      {({ groups }) =>
        ofScale(view, groups).length === 0 ? (
          <Nobody view={view}>No scores of this measure for what is chosen. Choose more years, or any agents.</Nobody>
        ) : (
          <Windows view={view} groups={ofScale(view, groups)} />
        )
      }
    </Panel>
  );
}

function Windows({ view, groups }: { readonly view: View; readonly groups: readonly WindowRates[] }): ReactNode {
  const says = responseSentence(view, groups);
  return (
    <>
      <p className="says">{says}</p>
      <IntervalPlot
        says={says}
        rows={groups.map((group) => ({ label: windowName(group.window), rate: rateBy(view.rule, group) }))}
      />
      <NumbersTable of="the response by follow-up window" file="response" columns={columnsOf(view)} rows={groups} />
    </>
  );
}

/** Of the chosen window. */
function responseSentence({ scale, window, rule, of }: View, groups: readonly WindowRates[]): string {
  const group = groups.find((one) => one.window === window);
  const rate = group && rateBy(rule, group);
  const when = `${windowName(window)} after ${procedureNames[scale.procedureType]}`;
  if (group === undefined || rate === undefined || group.observed === 0) return `Nobody has answered ${when}.`;
  if (rate.rate === null)
    return `Of the scores ${when}, none can be counted as ${ruleNames[rule]}: choose another success.`;
  const whose = of === 'patients' ? 'patients' : 'treatments';
  const missing = group.expected > group.observed;
  return [
    `${percentText(rate.rate)} of the ${countText(rate.of)} ${whose} with a score ${when} were ${ruleNames[rule]}`,
    `${rangeText(rate)}.`,
    ...(missing && rate.bounds !== null
      ? [
          `${countText(group.expected - group.observed)} of ${countText(group.expected)} scores are missing:`,
          `with them it lies between ${percentText(rate.bounds.worst)} and ${percentText(rate.bounds.best)}.`,
        ]
      : []),
  ].join(' ');
}

function rateColumn(
  name: string,
  of: (group: WindowRates) => Proportion,
  behind: (group: WindowRates) => EpisodesQuery,
): Column<WindowRates> {
  return {
    name,
    shown: (group) => {
      const { rate, count, of: all } = of(group);
      return rate === null ? '–' : `${percentText(rate)} (${countText(count)} of ${countText(all)})`;
    },
    value: (group) => of(group).rate,
    behind: (group) => (of(group).count === 0 ? undefined : behind(group)),
  };
}

function columnsOf(view: View): readonly Column<WindowRates>[] {
  const behind =
    (counted: CountedName) =>
    ({ window }: WindowRates) =>
      episodesOf(view, { window, counted });
  return [
    { name: 'After', shown: ({ window }) => windowName(window) },
    countColumn('Expected', ({ expected }) => expected, behind('expected')),
    countColumn('Answered', ({ observed }) => observed, behind('observed')),
    {
      name: 'Follow-up',
      shown: ({ followUpRate }) => (followUpRate === null ? '–' : percentText(followUpRate)),
      value: ({ followUpRate }) => followUpRate,
    },
    rateColumn('Better by the change that matters', ({ improved }) => improved, behind('improved')),
    { name: '95% interval', shown: ({ improved }) => rangeText(improved, false) },
    rateColumn('Better at all', ({ anyBetter }) => anyBetter, behind('any-better')),
    rateColumn('By more than 50%', ({ over50 }) => over50, behind('over-50')),
    rateColumn('By at least 50%', ({ atLeast50 }) => atLeast50, behind('at-least-50')),
    rateColumn('By at least 75%', ({ atLeast75 }) => atLeast75, behind('at-least-75')),
    {
      name: 'Mean change',
      shown: ({ change }) => (change === null ? '–' : change.mean.toFixed(1)),
      value: ({ change }) => change?.mean ?? null,
    },
    countColumn('Low baseline, in no rate', ({ lowBaseline }) => lowBaseline, behind('low-baseline')),
  ];
}
