import type { ReactNode } from 'react';
import { countText, percentText } from '../numbers.js';
import { windowName } from '../words.js';
import { ask, type CountedName, type Funnel as FunnelAnswer } from './ask.js';
import { blockNames, complicationNames, missingName } from './labels.js';
import { Nobody } from './nobody.js';
import { countColumn, NumbersTable, type Column } from './numbers-table.js';
import { Panel } from './panel.js';
import { rangeText } from './sentences.js';
import { useAnswer } from './use-answer.js';
import { episodesOf, selectionOf, type View } from './view.js';

type FunnelWindow = FunnelAnswer['windows'][number];

/** From the session to the answer: who is lost on the way. */
export function Funnel({ view }: { readonly view: View }): ReactNode {
  const query = selectionOf(view);
  const asked = useAnswer(JSON.stringify(query), (leaving) => ask.funnel(query, leaving));
  return (
    <Panel id="funnel" title="From the session to the answer" asked={asked}>
      {(funnel) =>
        funnel.sessions === 0 && funnel.windows.length === 0 ? (
          <Nobody view={view}>No sessions of what is chosen. Choose more years, or any agents.</Nobody>
        ) : (
          <Steps view={view} funnel={funnel} />
        )
      }
    </Panel>
  );
}

/** Of diagnostic blocks: what can not be judged is never taken for negative. */
function Blocks({ view, answers, positive }: FunnelAnswer['blocks'] & { readonly view: View }): ReactNode {
  const judged = positive.rate;
  if (answers.every(({ single, confirmed }) => single + confirmed === 0)) return null;
  return (
    <>
      <p className="says">
        {judged === null
          ? 'No diagnostic block could be judged.'
          : `${percentText(judged)} of the ${countText(positive.of)} diagnostic blocks that could be judged were positive ${rangeText(positive)}.`}
      </p>
      <NumbersTable of="diagnostic blocks" file="blocks" columns={blockColumnsOf(view)} rows={answers} />
    </>
  );
}

interface Step {
  readonly name: string;
  readonly count: number;
}

function Steps({ view, funnel }: { readonly view: View; readonly funnel: FunnelAnswer }): ReactNode {
  const window = funnel.windows.find((one) => one.window === view.window);
  const steps = stepsOf(view, funnel, window);
  const most = Math.max(...steps.map(({ count }) => count), 1);
  return (
    <>
      <p className="says">{funnelSentence(view, window)}</p>
      <ol className="steps">
        {steps.map(({ name, count }) => (
          <li key={name}>
            <span>{name}</span> <strong>{countText(count)}</strong>
            <span className="bar" aria-hidden="true">
              <span style={{ inlineSize: `${(count / most) * 100}%` }} />
            </span>
          </li>
        ))}
      </ol>
      <NumbersTable of="follow-up, window by window" file="follow-up" columns={columnsOf(view)} rows={funnel.windows} />
      <NumbersTable
        of="complications"
        file="complications"
        columns={complicationColumnsOf(view)}
        rows={funnel.complications}
      />
      <Blocks view={view} {...funnel.blocks} />
    </>
  );
}

function stepsOf({ window: chosen }: View, funnel: FunnelAnswer, window: FunnelWindow | undefined): readonly Step[] {
  const after = windowName(chosen);
  return [
    { name: 'Sessions begun', count: funnel.sessions },
    { name: 'Completed', count: funnel.completed },
    { name: 'Therapeutic: to be followed up', count: funnel.therapeutic },
    { name: `Score expected after ${after}`, count: window?.expected ?? 0 },
    { name: 'Score given', count: window?.observed ?? 0 },
  ];
}

function funnelSentence({ window: chosen }: View, window: FunnelWindow | undefined): string {
  const after = windowName(chosen);
  if (window === undefined || window.expected === 0)
    return `No follow-up is due after ${after} yet: a score is expected once its window has closed.`;
  const { observed, expected, missing, open, superseded } = window;
  const why = missing.map((reason) => `${countText(reason.count)} ${missingName(reason.why)}`);
  return [
    `After ${after}, ${countText(observed)} of ${countText(expected)} expected scores were given`,
    `(${percentText(observed / expected)})${why.length > 0 ? `; of the others: ${why.join(', ')}` : ''}.`,
    `${countText(open)} are still open, ${countText(superseded)} were cut short by another intervention.`,
  ].join(' ');
}

function columnsOf(view: View): readonly Column<FunnelWindow>[] {
  const behind =
    (counted: CountedName) =>
    ({ window }: FunnelWindow) =>
      episodesOf(view, { window, counted });
  return [
    { name: 'After', shown: ({ window }) => windowName(window) },
    countColumn('Expected', ({ expected }) => expected, behind('expected')),
    countColumn('Given', ({ observed }) => observed, behind('observed')),
    {
      name: 'Why missing',
      shown: ({ missing }) =>
        missing.map(({ why, count }) => `${countText(count)} ${missingName(why)}`).join(', ') || '–',
      behind: (row) => (row.missing.length === 0 ? undefined : behind('missing')(row)),
    },
    countColumn('Still open', ({ open }) => open, behind('open')),
    countColumn('Cut short', ({ superseded }) => superseded, behind('superseded')),
  ];
}

type Block = FunnelAnswer['blocks']['answers'][number];

function blockColumnsOf(view: View): readonly Column<Block>[] {
  const behind =
    (repetition: 'single' | 'confirmed') =>
    ({ answer }: Block) =>
      episodesOf(view, { counted: 'block', what: `${answer}/${repetition}` });
  return [
    { name: 'Result', shown: ({ answer }) => blockNames[answer] },
    countColumn('Single', ({ single }) => single, behind('single')),
    countColumn('Confirmed by a second', ({ confirmed }) => confirmed, behind('confirmed')),
  ];
}

function complicationColumnsOf(view: View): readonly Column<FunnelAnswer['complications'][number]>[] {
  return [
    { name: 'Complication', shown: ({ category }) => complicationNames[category] },
    countColumn(
      'Times',
      ({ count }) => count,
      ({ category }) => episodesOf(view, { counted: 'complication', what: category }),
    ),
    {
      name: 'Per 100 sessions',
      shown: ({ perSession }) => (perSession === null ? '–' : (perSession * 100).toFixed(1)),
      value: ({ perSession }) => (perSession === null ? '' : perSession * 100),
    },
  ];
}
