import { useState, type ReactNode } from 'react';
import { SyntheticNotice } from '../synthetic-notice.js';
import { ask, type Dimensions } from './ask.js';
import { AskToken } from './ask-token.js';
import { Changes } from './changes.js';
import { Filters } from './filters.js';
import { Funnel } from './funnel.js';
import { Missing } from './panel.js';
import { Published } from './published.js';
import { Relief } from './relief.js';
import { Response } from './response.js';
import { Statements } from './statements.js';
import { Strata } from './strata.js';
import './statistics.css';
import { Times } from './times.js';
import { Trend } from './trend.js';
import { useAddress } from './use-address.js';
import { useAnswer } from './use-answer.js';
import { useFeed } from './use-feed.js';
import { viewOf } from './view.js';
import { viewText } from './view-text.js';

const parts = [
  ['statements', 'What can be said'],
  ['response', 'Response'],
  ['changes', 'Changes'],
  ['relief', 'Relief'],
  ['times', 'Onset'],
  ['funnel', 'Follow-up'],
  ['trend', 'Months'],
  ['strata', 'Side by side'],
] as const;

/** The page Outcomes: what analytics says of the treatments, for whoever may see it. */
export function OutcomesPage(): ReactNode {
  const dimensions = useAnswer('dimensions', ask.dimensions);
  const feed = useFeed();
  const [publications, setPublications] = useState(0);
  const known = dimensions.state === 'here' ? dimensions.data : undefined;
  return (
    <>
      <a className="skip" href="#main">
        Skip to the figures
      </a>
      <header className="masthead">
        <div className="brand">
          <h1>Outcomes</h1>
          <p>What became of the treatments, with how sure that is</p>
        </div>
        <nav aria-label="Pages and parts">
          <a href="/">Ilium, live</a>
          {known !== undefined &&
            parts.map(([id, name]) => (
              <a key={id} href={`#${id}`}>
                {name}
              </a>
            ))}
        </nav>
      </header>
      <main id="main" className="outcomes">
        <SyntheticNotice feed={feed} />
        {dimensions.state === 'asking' && <p className="notice">Asking analytics for the figures …</p>}
        {dimensions.state === 'none' &&
          (dimensions.why.status === 401 ? <AskToken /> : <Missing why={dimensions.why} />)}
        {known !== undefined && (
          <Figures dimensions={known} onPublished={() => setPublications((times) => times + 1)} />
        )}
        <Published publications={publications} isTraced={known !== undefined} />
      </main>
      <footer>
        <p>
          Each figure is explained, with its source, in docs/statistics.md. Pictures show what the tables under them
          say.
        </p>
      </footer>
    </>
  );
}

interface FiguresProps {
  readonly dimensions: Dimensions;
  readonly onPublished: () => void;
}

function Figures({ dimensions, onPublished }: FiguresProps): ReactNode {
  const view = viewOf(useAddress(), dimensions);
  if (view === undefined)
    return (
      <p className="notice">
        No outcomes yet: one opens with each follow-up window of a treatment. Look at <a href="/">Ilium, live</a>,
        whether messages come in.
      </p>
    );
  return (
    <>
      <Filters view={view} dimensions={dimensions} />
      <p role="status" className="chosen">
        {viewText(view, dimensions)}
      </p>
      <Statements view={view} onPublished={onPublished} />
      <div className="side-by-side">
        <Response view={view} />
        <Funnel view={view} />
      </div>
      <div className="side-by-side">
        <Changes view={view} />
        <Times view={view} />
      </div>
      <Relief view={view} />
      <div className="side-by-side">
        <Trend view={view} />
        <Strata view={view} />
      </div>
    </>
  );
}
