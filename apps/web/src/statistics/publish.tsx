import { useState, type FormEvent, type ReactNode } from 'react';
import { ask, NoAnswer, type Publication, type Statement } from './ask.js';
import { sentenceNames, subjectNames } from './labels.js';

type Outcome = 'asking' | 'published' | { readonly refused: string } | undefined;

interface PublishProps {
  readonly statement: Statement;
  readonly onPublished: () => void;
}

/** Whoever answers for a sentence says so by name; then it is told to everybody, with its figures as they are now. */
export function Publish({ statement, onPublished }: PublishProps): ReactNode {
  const [outcome, setOutcome] = useState<Outcome>();
  const name = `${subjectNames[statement.subject]}: ${sentenceNames[statement.sentence].toLowerCase()}`;
  const publish = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const approver = new FormData(event.currentTarget).get('approver');
    if (typeof approver !== 'string') return;
    setOutcome('asking');
    ask.publish(publicationOf(statement, approver)).then(
      () => {
        setOutcome('published');
        onPublished();
      },
      (error: unknown) => setOutcome({ refused: error instanceof NoAnswer ? error.detail : 'Try again.' }),
    );
  };
  const isRefused = typeof outcome === 'object';
  return (
    <details className="publish">
      <summary>
        Publish this<span className="unseen">: {name}</span>
      </summary>
      <form onSubmit={publish}>
        <p className="quiet">
          It will stand under “What was published”, for everybody who opens this page, with these figures and your name.
          It stays as it is; what would tell of a few patients is left out.
        </p>
        <label>
          <span>Who answers for it: name and role</span>
          <input name="approver" required maxLength={200} autoComplete="name" aria-invalid={isRefused} />
        </label>
        <button type="submit" disabled={outcome === 'asking'}>
          Publish<span className="unseen">: {name}</span>
        </button>
        <p role="status" className={isRefused ? 'away' : 'quiet'}>
          {outcome === 'published' && 'Published. It stands at the end of this page.'}
          {isRefused && <>Not published. {outcome.refused}</>}
        </p>
      </form>
    </details>
  );
}

/** The same question that the sentence answers. */
function publicationOf(
  { sentence, subject, of, from, to, painLocation, recall }: Statement,
  approver: string,
): Publication {
  return {
    ...{ sentence, subject, of, approver },
    ...(from === null ? {} : { from }),
    ...(to === null ? {} : { to }),
    ...(painLocation === null ? {} : { painLocation }),
    ...(recall === null ? {} : { recall }),
  };
}
