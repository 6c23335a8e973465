import { useState, type ReactNode } from 'react';
import { ask, type MovedFigure, type Movements, type PublishedStatement } from './ask.js';
import { Beside } from './beside.js';
import { countedWords } from './labels.js';
import { NumbersTable, type Column } from './numbers-table.js';
import { Empty, Missing, Panel } from './panel.js';
import { useAnswer } from './use-answer.js';

interface PublishedProps {
  /** How often somebody has published since the page was opened. */
  readonly publications: number;
  /** Whether who looks may see the numbers behind it. */
  readonly isTraced: boolean;
}

/** What a named person has answered for. For everybody, with a token or without. */
export function Published({ publications, isTraced }: PublishedProps): ReactNode {
  const asked = useAnswer(`published ${publications}`, (leaving) => ask.published(leaving));
  return (
    <Panel id="published" title="What was published" asked={asked}>
      {({ statements }) =>
        statements.length === 0 ? (
          <Empty>Nothing is published yet. A sentence is published under the name of who answers for it.</Empty>
        ) : (
          <ul className="statements">
            {statements.map((published) => (
              <li key={published.id} className="statement">
                <Told published={published} />
                {isTraced && (published.isMoved || published.isGrown) && <WhatMovedIt id={published.id} />}
              </li>
            ))}
          </ul>
        )
      }
    </Panel>
  );
}

function Told({ published }: { readonly published: PublishedStatement }): ReactNode {
  const { statement, approver, publishedAt, isMoved, isGrown, madeBy } = published;
  return (
    <>
      {isMoved && (
        <p className="moved">
          <strong>Moved.</strong> A correction has changed its figures since. It stands here as it was published.
        </p>
      )}
      {isGrown && (
        <p className="grown">
          <strong>Grown since.</strong> Further answers have come: said today, its figures would be others.
        </p>
      )}
      <p className="claim">{statement.claim ?? statement.text}</p>
      {statement.claim !== null && <p>{statement.text}</p>}
      <Beside statement={statement} />
      <p className="quiet">
        {approver},{' '}
        <time dateTime={publishedAt}>
          {new Date(publishedAt).toLocaleDateString(undefined, { dateStyle: 'medium' })}
        </time>
      </p>
      {madeBy.wording !== '' && (
        <p className="quiet">
          Rules {madeBy.rules.join(', ') || 'not said'}; wording {madeBy.wording}; release {madeBy.release}.
        </p>
      )}
    </>
  );
}

function WhatMovedIt({ id }: { readonly id: string }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="numbers" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>What has changed since</summary>
      {isOpen && <Movement id={id} />}
    </details>
  );
}

function Movement({ id }: { readonly id: string }): ReactNode {
  const asked = useAnswer(id, (leaving) => ask.movements(id, leaving));
  if (asked.state === 'none') return <Missing why={asked.why} />;
  if (asked.state === 'asking') return <p className="quiet">Asking analytics …</p>;
  const { corrected, grown, movements } = asked.data;
  return (
    <>
      <p className="quiet">By corrections: {movedText(corrected)}.</p>
      <p className="quiet">Besides: {movedText(grown)}.</p>
      {movements.length > 0 && (
        <NumbersTable of="the corrections" file="corrections" columns={columns} rows={movements} />
      )}
    </>
  );
}

function movedText(moved: readonly MovedFigure[]): string {
  if (moved.length === 0) return 'nothing';
  return moved
    .map(({ figure, by }) => `${countedWords[figure].toLowerCase()} ${by > 0 ? '+' : '−'}${Math.abs(by)}`)
    .join(', ');
}

const columns: readonly Column<Movements['movements'][number]>[] = [
  { name: 'Taken in on', shown: ({ on }) => on },
  { name: 'What it moved', shown: ({ moved }) => movedText(moved) },
  { name: 'Outcome (pseudonym)', shown: ({ fact }) => fact },
  { name: 'Revision', shown: ({ revision }) => String(revision), value: ({ revision }) => revision },
];
