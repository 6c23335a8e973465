import type { ReactNode } from 'react';
import { countText, percentText } from '../numbers.js';
import { windowName } from '../words.js';
import { ask, type CountedName, type Trend as TrendAnswer } from './ask.js';
import { answeredNames, ruleNames } from './labels.js';
import { Nobody } from './nobody.js';
import { countColumn, NumbersTable, type Column } from './numbers-table.js';
import { Panel } from './panel.js';
import { rangeText } from './sentences.js';
import { TrendPlot } from './trend-plot.js';
import { useAnswer } from './use-answer.js';
import { selectionOf, type View } from './view.js';

/** Whether a month is out of the ordinary. */
export function Trend({ view }: { readonly view: View }): ReactNode {
  const query = { ...selectionOf(view), window: view.window, rule: view.rule };
  const asked = useAnswer(JSON.stringify(query), (leaving) => ask.trend(query, leaving));
  return (
    <Panel id="trend" title="Month by month" asked={asked}>
      {({ centre, months }) =>
        centre === null ? (
          <Nobody view={view}>Nobody has answered at this window yet. Choose an earlier window.</Nobody>
        ) : (
          <Months view={view} centre={centre} months={months} />
        )
      }
    </Panel>
  );
}

interface MonthsProps {
  readonly view: View;
  readonly centre: number;
  readonly months: TrendAnswer['months'];
}

function Months({ view, centre, months }: MonthsProps): ReactNode {
  const says = trendSentence(view, centre, months);
  return (
    <>
      <p className="says">{says}</p>
      <TrendPlot centre={centre} months={months} says={says} />
      <ul className="key">
        <li>
          <span className="mark band-mark" aria-hidden="true" /> within chance for so many answers
        </li>
        <li>
          <span className="mark centre-mark" aria-hidden="true" /> all months together
        </li>
        <li>
          <span className="mark signal-mark" aria-hidden="true" /> out of the ordinary
        </li>
        <li>
          <span className="mark hollow-mark" aria-hidden="true" /> too few answers to say
        </li>
      </ul>
      <NumbersTable of="the months" file="trend" columns={columnsOf(view)} rows={months} />
    </>
  );
}

function trendSentence({ rule, window }: View, centre: number, months: TrendAnswer['months']): string {
  const outside = months.filter((month) => month.outside !== null).length;
  const inRow = months.filter(({ run }) => run !== null).length;
  const all = `Over all months, ${percentText(centre)} were ${ruleNames[rule]} after ${windowName(window)}`;
  if (months.every(({ tooSmall }) => tooSmall))
    return `${all}; each month has too few answers to say whether it differs.`;
  if (outside === 0 && inRow === 0) return `${all}; no month differs by more than chance.`;
  const signs = [
    ...(outside > 0 ? [`${countText(outside)} lie beyond what chance explains`] : []),
    ...(inRow > 0 ? [`${countText(inRow)} belong to a row of eight or more on one side`] : []),
  ];
  return `${all}; of ${countText(months.length)} months ${signs.join(', and ')}.`;
}

type Month = TrendAnswer['months'][number];

function columnsOf(view: View): readonly Column<Month>[] {
  // A trend sums those who said no location with those who said the one that is asked for.
  const behind =
    (counted: CountedName) =>
    ({ month }: Month) => ({ ...selectionOf(view), window: view.window, counted, from: month, to: month });
  return [
    { name: 'Month of the treatment', shown: ({ month }) => month },
    {
      name: 'Share',
      shown: ({ rate: { rate } }) => (rate === null ? '–' : percentText(rate)),
      value: ({ rate: { rate } }) => rate,
    },
    countColumn('Were so', ({ rate: { count } }) => count, behind(view.rule)),
    countColumn('Answers', ({ rate: { of } }) => of, behind(answeredNames[view.rule])),
    { name: '95% interval', shown: ({ rate }) => rangeText(rate, false) },
    {
      name: 'Lower limit',
      shown: ({ limits: { lower } }) => limitText(lower),
      value: ({ limits: { lower } }) => lower,
    },
    {
      name: 'Upper limit',
      shown: ({ limits: { upper } }) => limitText(upper),
      value: ({ limits: { upper } }) => upper,
    },
    {
      name: 'What is said of it',
      shown: ({ tooSmall, outside, run }) => {
        if (tooSmall) return 'too few answers';
        if (outside !== null) return `${outside} the limits`;
        return run === null ? 'within chance' : `in a row ${run} the centre`;
      },
    },
  ];
}

function limitText(limit: number | null): string {
  return limit === null ? 'none' : percentText(limit);
}
