import type { ReactNode } from 'react';
import { countText, percentText } from '../numbers.js';
import { ask, type CountedName, type EpisodesQuery, type Statement } from './ask.js';
import { Beside } from './beside.js';
import { sentenceNames, subjectNames } from './labels.js';
import { NumbersTable, type Column } from './numbers-table.js';
import { Panel } from './panel.js';
import { Publish } from './publish.js';
import { rangeText } from './sentences.js';
import { useAnswer } from './use-answer.js';
import { periodOf, type View } from './view.js';

/** The clinic's sentences as they could be said now, or why they can not. */
export function Statements({
  view,
  onPublished,
}: {
  readonly view: View;
  readonly onPublished: () => void;
}): ReactNode {
  const { painLocation, recall } = view.scale;
  const query = {
    of: view.of,
    ...periodOf(view),
    ...(painLocation === null ? {} : { painLocation }),
    ...(recall === null ? {} : { recall }),
  };
  const asked = useAnswer(JSON.stringify(query), (leaving) => ask.statements(query, leaving));
  return (
    <Panel id="statements" title="What can be said" asked={asked}>
      {({ statements }) => (
        <>
          {(view.only.length > 0 || view.agents !== undefined) && (
            <p className="notice">
              These sentences are of all patients of the period, whatever was given: they are fixed, and not narrowed to
              those chosen above.
            </p>
          )}
          <Sentences statements={statements} onPublished={onPublished} />
        </>
      )}
    </Panel>
  );
}

interface SentencesProps {
  readonly statements: readonly Statement[];
  readonly onPublished: () => void;
}

function Sentences({ statements, onPublished }: SentencesProps): ReactNode {
  const fit = statements.filter(({ text }) => text !== null);
  const unfit = statements.filter(({ text }) => text === null);
  return (
    <>
      <p className="says">
        {countText(fit.length)} of {countText(statements.length)} sentences have enough answers and follow-up to be
        said.
      </p>
      {fit.length > 0 && (
        <ul className="statements">
          {fit.map((statement) => (
            <li key={statement.subject + statement.sentence} className="statement">
              <Said statement={statement} />
              <Publish statement={statement} onPublished={onPublished} />
            </li>
          ))}
        </ul>
      )}
      {unfit.length > 0 && (
        <details className="unfit" open={fit.length === 0}>
          <summary>{countText(unfit.length)} that cannot be said, and why</summary>
          <ul>
            {unfit.map(({ subject, sentence, refusals }) => (
              <li key={subject + sentence}>
                <strong>
                  {subjectNames[subject]}: {sentenceNames[sentence].toLowerCase()}.
                </strong>{' '}
                {refusals.map(({ why }) => why).join(' ')}
              </li>
            ))}
          </ul>
        </details>
      )}
      <NumbersTable of="the sentences" file="statements" columns={columns} rows={statements} />
    </>
  );
}

function Said({ statement }: { readonly statement: Statement }): ReactNode {
  const { claim, text } = statement;
  return (
    <>
      <p className="claim">{claim ?? text}</p>
      {claim !== null && <p>{text}</p>}
      <Beside statement={statement} />
    </>
  );
}

/** Of sentences about one type of procedure: an answer of episodes is of one window. */
function behind(statement: Statement, counted: CountedName): EpisodesQuery | undefined {
  const [only, ...others] = statement.windows;
  if (only === undefined || others.length > 0 || statement.observed === 0) return undefined;
  const { of, from, to, measure, painLocation, recall } = statement;
  return {
    ...{ procedureType: only.procedureType, window: only.window, measure, of, counted },
    painLocation: painLocation ?? 'none',
    recall: recall ?? 'none',
    ...periodOf({ from: from ?? undefined, to: to ?? undefined }),
  };
}

const columns: readonly Column<Statement>[] = [
  { name: 'Sentence', shown: ({ subject, sentence }) => `${subjectNames[subject]}: ${sentenceNames[sentence]}` },
  { name: 'Can be said', shown: ({ text }) => (text === null ? 'no' : 'yes') },
  { name: 'Expected', shown: ({ expected }) => countText(expected), value: ({ expected }) => expected },
  {
    name: 'Followed up',
    shown: ({ observed }) => countText(observed),
    value: ({ observed }) => observed,
    behind: (statement) => behind(statement, 'observed'),
  },
  {
    name: 'Share',
    shown: ({ rate }) => (rate?.rate == null ? '–' : percentText(rate.rate)),
    value: ({ rate }) => rate?.rate ?? null,
    behind: (statement) => (statement.rate?.rate == null ? undefined : behind(statement, statement.rule)),
  },
  { name: '95% interval', shown: ({ rate }) => (rate === null ? '–' : rangeText(rate, false)) },
  { name: 'Why not', shown: ({ refusals }) => refusals.map(({ why }) => why).join(' ') || '–' },
];
