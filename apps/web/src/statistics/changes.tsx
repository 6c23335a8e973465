import type { ReactNode } from 'react';
import { countText } from '../numbers.js';
import { procedureNames, windowName } from '../words.js';
import { amountRange, amountText, betterText } from './amount.js';
import { ask, type Changes as WindowChanges, type WindowRates } from './ask.js';
import { BoxPlot, type Distribution } from './box-plot.js';
import { Nobody } from './nobody.js';
import { countColumn, NumbersTable, type Column } from './numbers-table.js';
import { Panel } from './panel.js';
import { useAnswer } from './use-answer.js';
import { episodesOf, ofScale, selectionOf, type View } from './view.js';

/** A window's changes, and the mean that its rates tell. */
interface Changed {
  readonly window: string;
  readonly change: Distribution;
  readonly mean: WindowRates['change'];
}

/** By how much scores change, window by window. */
export function Changes({ view }: { readonly view: View }): ReactNode {
  const query = selectionOf(view);
  const asked = useAnswer(JSON.stringify(query), async (leaving) => {
    const [changes, rates] = await Promise.all([ask.changes(query, leaving), ask.rates(query, leaving)]);
    return changedOf(ofScale(view, changes.groups), ofScale(view, rates.groups));
  });
  return (
    <Panel id="changes" title="By how much scores change" asked={asked}>
      {(windows) =>
        windows.length === 0 ? (
          <Nobody view={view}>
            No score of this measure has a baseline that it can be compared with. Choose another measure.
          </Nobody>
        ) : (
          <Windows view={view} windows={windows} />
        )
      }
    </Panel>
  );
}

function changedOf(groups: readonly WindowChanges[], rates: readonly WindowRates[]): readonly Changed[] {
  return groups.flatMap(({ window, change }) =>
    change === null ? [] : [{ window, change, mean: rates.find((one) => one.window === window)?.change ?? null }],
  );
}

function Windows({ view, windows }: { readonly view: View; readonly windows: readonly Changed[] }): ReactNode {
  const says = changeSentence(view, windows);
  return (
    <>
      <p className="says">{says}</p>
      <BoxPlot
        says={says}
        unit="Better by, in the unit of the measure"
        rows={windows.map(({ window, change }) => ({
          label: windowName(window),
          note: `${amountText(change.median.value)}, of ${countText(change.n)}`,
          values: change,
        }))}
      />
      <NumbersTable of="the changes by follow-up window" file="changes" columns={columnsOf(view)} rows={windows} />
    </>
  );
}

/** Of the chosen window. */
function changeSentence({ scale, window, of }: View, windows: readonly Changed[]): string {
  const chosen = windows.find((one) => one.window === window);
  const when = `${windowName(window)} after ${procedureNames[scale.procedureType]}`;
  if (chosen === undefined) return `Nobody has a change to tell ${when}.`;
  const { change, mean } = chosen;
  const { value } = change.median;
  const whose = of === 'patients' ? 'patients' : 'treatments';
  return [
    `Half of ${countText(change.n)} ${whose} with a score ${when} were ${betterText(value)} or more ${amountRange(change.median)}`,
    mean === null ? '.' : `; on average they were ${betterText(mean.mean)}.`,
  ].join('');
}

function columnsOf(view: View): readonly Column<Changed>[] {
  const told = (name: string, of: (changed: Changed) => number): Column<Changed> => ({
    name,
    shown: (changed) => amountText(of(changed)),
    value: of,
  });
  return [
    { name: 'After', shown: ({ window }) => windowName(window) },
    countColumn(
      'Scores',
      ({ change }) => change.n,
      ({ window }) => episodesOf(view, { window, counted: 'change' }),
    ),
    told('Median', ({ change }) => change.median.value),
    { name: '95% interval of the median', shown: ({ change }) => amountRange(change.median, false) },
    told('Lower quartile', ({ change }) => change.lowerQuartile.value),
    told('Upper quartile', ({ change }) => change.upperQuartile.value),
    {
      name: 'Mean',
      shown: ({ mean }) => (mean === null ? '–' : amountText(mean.mean)),
      value: ({ mean }) => mean?.mean ?? null,
    },
    {
      name: '95% interval of the mean',
      shown: ({ mean }) => (mean === null ? '–' : amountRange({ value: mean.mean, interval: mean.interval }, false)),
    },
  ];
}
