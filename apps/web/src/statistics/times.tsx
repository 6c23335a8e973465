import type { ReactNode } from 'react';
import { countText } from '../numbers.js';
import { amountRange, amountText } from './amount.js';
import { ask, type TimesToEvent } from './ask.js';
import { BoxPlot, type Distribution } from './box-plot.js';
import { Nobody } from './nobody.js';
import { countColumn, NumbersTable, type Column } from './numbers-table.js';
import { Panel } from './panel.js';
import { unknownTimeName } from './labels.js';
import { useAnswer } from './use-answer.js';
import { selectionOf, type View } from './view.js';

type Timed = TimesToEvent['events'][number];
type Known = Timed & { readonly days: Distribution };

const names: Record<Timed['event'], string> = { 'steroid-onset': 'Steroid acts', 'return-of-pain': 'Pain is back' };

/** How long until the steroid acts, and until the pain is back, where patients keep a diary. */
export function Times({ view }: { readonly view: View }): ReactNode {
  const query = selectionOf(view);
  const asked = useAnswer(JSON.stringify(query), (leaving) => ask.timesToEvent(query, leaving));
  return (
    <Panel id="times" title="When the steroid acts, and when pain is back" asked={asked}>
      {({ events }) =>
        events.every(({ days, unknown }) => days === null && unknown.length === 0) ? (
          <Nobody view={view}>Nobody keeps a diary here: it takes a score a day to know the day.</Nobody>
        ) : (
          <Events view={view} events={events} />
        )
      }
    </Panel>
  );
}

function Events({ view, events }: { readonly view: View; readonly events: readonly Timed[] }): ReactNode {
  const known = events.filter((event): event is Known => event.days !== null);
  const says = events.map(timeSentence).join(' ');
  return (
    <>
      <p className="says">{says}</p>
      {known.length > 0 && (
        <BoxPlot
          says={says}
          unit="Days after the treatment"
          rows={known.map(({ event, days }) => ({
            label: names[event],
            note: `day ${amountText(days.median.value)}, of ${countText(days.n)}`,
            values: days,
          }))}
        />
      )}
      <NumbersTable of="the days" file="times" columns={columnsOf(view)} rows={events} />
    </>
  );
}

function timeSentence({ event, days, unknown }: Timed): string {
  const without = unknown.reduce((sum, { count }) => sum + count, 0);
  const others =
    without === 0
      ? ''
      : ` Of ${countText(without)} no day is known: ${unknown.map(({ why, count }) => `${countText(count)} ${unknownTimeName(why)}`).join(', ')}.`;
  if (days === null)
    return `Nobody told a day on which ${event === 'steroid-onset' ? 'the steroid acted' : 'pain was back'}.${others}`;
  const when = `by day ${amountText(days.median.value)} ${amountRange(days.median)}`;
  return event === 'steroid-onset'
    ? `Of ${countText(days.n)} diaries in which the steroid acted, it did so in half ${when}.${others}`
    : `Of ${countText(days.n)} diaries in which pain came back, it did so in half ${when}.${others}`;
}

function columnsOf(view: View): readonly Column<Timed>[] {
  const told = (name: string, of: (days: Distribution) => number): Column<Timed> => ({
    name,
    shown: ({ days }) => (days === null ? '–' : amountText(of(days))),
    value: ({ days }) => (days === null ? null : of(days)),
  });
  return [
    { name: 'What', shown: ({ event }) => names[event] },
    countColumn(
      'Day known of',
      ({ days }) => days?.n ?? 0,
      ({ event }) => ({ ...selectionOf(view), counted: event }),
    ),
    told('Median day', ({ median }) => median.value),
    { name: '95% interval', shown: ({ days }) => (days === null ? '–' : amountRange(days.median, false)) },
    told('Lower quartile', ({ lowerQuartile }) => lowerQuartile.value),
    told('Upper quartile', ({ upperQuartile }) => upperQuartile.value),
    countColumn(
      'Day not known of',
      ({ unknown }) => unknown.reduce((sum, { count }) => sum + count, 0),
      ({ event }) => ({ ...selectionOf(view), counted: `no-${event}` as const }),
    ),
  ];
}
