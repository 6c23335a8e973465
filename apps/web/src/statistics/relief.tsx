import type { ReactNode } from 'react';
import { countText, percentText } from '../numbers.js';
import { ask, type CountedName, type Relief as ReliefAnswer, type ReliefCurve } from './ask.js';
import { unknownReliefName } from './labels.js';
import { Nobody } from './nobody.js';
import { countColumn, NumbersTable, type Column } from './numbers-table.js';
import { Panel } from './panel.js';
import { ReliefPlot } from './relief-plot.js';
import { medianSentence, rangeText } from './sentences.js';
import { useAnswer } from './use-answer.js';
import { selectionOf, type View } from './view.js';

/** How long relief lasts, of all and of those who had any. */
export function Relief({ view }: { readonly view: View }): ReactNode {
  const query = selectionOf(view);
  const asked = useAnswer(JSON.stringify(query), (leaving) => ask.relief(query, leaving));
  return (
    <Panel id="relief" title="How long relief lasts" asked={asked}>
      {(relief) =>
        relief.ofAll === null ? (
          <Nobody view={view}>
            No duration of relief is known here: it takes a score before the treatment and one after it.
          </Nobody>
        ) : (
          <Curves view={view} relief={relief} ofAll={relief.ofAll} />
        )
      }
    </Panel>
  );
}

interface CurvesProps {
  readonly view: View;
  readonly relief: ReliefAnswer;
  readonly ofAll: ReliefCurve;
}

function Curves({ view, relief, ofAll }: CurvesProps): ReactNode {
  const { ofResponders, unknown, known } = relief;
  return (
    <>
      <p className="quiet">
        Relief means at least half of the pain is gone. It ends at the first score with less, or at any further
        intervention. Between two visits nobody knows the day: there the curve is a box, and not a line.
      </p>
      <div className="pair">
        <Curve curve={ofAll} title="Of all treatments" whose="treatments" file="relief-of-all" />
        {ofResponders !== null && (
          <Curve
            curve={ofResponders}
            title="Of those who had relief"
            whose="treatments that brought relief"
            file="relief-of-responders"
          />
        )}
      </div>
      <ul className="key">
        <li>
          <span className="mark drop-mark" aria-hidden="true" /> somewhere in this box relief ended (Turnbull)
        </li>
        <li>
          <span className="mark whisker-mark" aria-hidden="true" /> 95% interval on the day of a visit
        </li>
        <li>
          <span className="mark dash-mark" aria-hidden="true" /> for comparison: as if each had ended midway between two
          visits (Kaplan–Meier)
        </li>
      </ul>
      <NumbersTable
        of="what the curve of all treatments rests on"
        file="relief-known"
        columns={knownColumnsOf(view)}
        rows={known}
      />
      {unknown.length > 0 && (
        <p className="quiet">
          Not in the curves:{' '}
          {unknown.map(({ why, count }) => `${countText(count)}, ${unknownReliefName(why)}`).join('; ')}.
        </p>
      )}
    </>
  );
}

interface CurveProps {
  readonly curve: ReliefCurve;
  readonly title: string;
  readonly whose: string;
  readonly file: string;
}

function Curve({ curve, title, whose, file }: CurveProps): ReactNode {
  const says = medianSentence(curve, whose);
  return (
    <div className="curve">
      <h3>
        {title} <small>share that still has relief</small>
      </h3>
      <p className="says">{says}</p>
      {!curve.converged && <p className="away">The most likely curve was not found exactly: take it as a sketch.</p>}
      <ReliefPlot curve={curve} says={says} />
      <NumbersTable of={`relief ${title.toLowerCase()}`} file={file} columns={dropColumns} rows={curve.drops} />
      <NumbersTable
        of={`${title.toLowerCase()}, for comparison (Kaplan–Meier)`}
        file={`${file}-kaplan-meier`}
        columns={midPointColumns}
        rows={curve.atMidPoints}
      />
    </div>
  );
}

const dropColumns: readonly Column<ReliefCurve['drops'][number]>[] = [
  { name: 'After day', shown: ({ after }) => String(after) },
  { name: 'By day', shown: ({ until }) => (until === null ? 'not seen' : String(until)) },
  { name: 'Still with relief', shown: ({ survival }) => percentText(survival), value: ({ survival }) => survival },
  { name: '95% interval', shown: (drop) => rangeText(drop, false) },
];

const midPointColumns: readonly Column<ReliefCurve['atMidPoints'][number]>[] = [
  { name: 'Day, taken midway', shown: ({ day }) => String(day) },
  { name: 'Still with relief', shown: ({ survival }) => percentText(survival), value: ({ survival }) => survival },
  { name: '95% interval', shown: (step) => rangeText(step, false) },
];

type Known = ReliefAnswer['known'][number];

function knownColumnsOf(view: View): readonly Column<Known>[] {
  const behind =
    (counted: CountedName) =>
    ({ day }: Known) => ({ ...selectionOf(view), counted, day });
  return [
    { name: 'Day', shown: ({ day }) => String(day) },
    countColumn('Seen with relief then or later', ({ withRelief }) => withRelief, behind('relief-then')),
    countColumn('Seen without then or before', ({ ended }) => ended, behind('relief-ended')),
    countColumn('Not known', ({ unknown }) => unknown, behind('relief-not-known')),
  ];
}
