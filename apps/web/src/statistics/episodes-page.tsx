import { useState, type ReactNode } from 'react';
import { procedureNames, windowName } from '../words.js';
import { ask, type Episode, type EpisodeOutcome } from './ask.js';
import { AskToken } from './ask-token.js';
import { chosenText } from './chosen-text.js';
import { foundText } from './found-text.js';
import { scaleName } from './labels.js';
import { Empty, Missing, Panel } from './panel.js';
import { Records } from './records.js';
import './statistics.css';
import { useAddress } from './use-address.js';
import { useAnswer } from './use-answer.js';

/** The episodes behind one number of the page Outcomes, under their pseudonyms. */
export function EpisodesPage(): ReactNode {
  const search = useAddress().replace(/^\?/, '');
  const asked = useAnswer(search, (leaving) => ask.episodes(search, leaving));
  const [chosen, choose] = useState<string>();
  return (
    <>
      <a className="skip" href="#main">
        Skip to the episodes
      </a>
      <header className="masthead">
        <div className="brand">
          <h1>Episodes</h1>
          <p>Behind a number, under their pseudonyms</p>
        </div>
        <nav aria-label="Pages">
          <a href="/outcomes">Outcomes</a>
          <a href="/">Ilium, live</a>
        </nav>
      </header>
      <main id="main" className="outcomes">
        <p className="chosen">{chosenText(new URLSearchParams(search))}</p>
        {asked.state === 'none' && asked.why.status === 401 ? (
          <AskToken />
        ) : asked.state === 'none' ? (
          <Missing why={asked.why} />
        ) : (
          <Panel id="episodes" title="The episodes behind this" asked={asked}>
            {({ episodes, after }) =>
              episodes.length === 0 ? (
                <Empty>
                  Nobody is behind this number any more: a correction may have come. Go back, and look again.
                </Empty>
              ) : (
                <>
                  <Table episodes={episodes} onChoose={choose} />
                  {after !== null && <a href={nextAddress(search, after)}>The next ones</a>}
                </>
              )
            }
          </Panel>
        )}
        {chosen !== undefined && <Records outcome={chosen} />}
      </main>
      <footer>
        <p>A pseudonym is random, and stays the same through all corrections. Only the mapper can lead back from it.</p>
      </footer>
    </>
  );
}

function nextAddress(search: string, after: string): string {
  const parameters = new URLSearchParams(search);
  parameters.set('after', after);
  return `/outcomes/episodes?${parameters.toString()}`;
}

interface TableProps {
  readonly episodes: readonly Episode[];
  readonly onChoose: (outcome: string) => void;
}

function Table({ episodes, onChoose }: TableProps): ReactNode {
  const rows = episodes.flatMap((episode) => episode.outcomes.map((outcome) => ({ episode, outcome })));
  return (
    <div className="scroll" role="region" aria-label="The episodes" tabIndex={0}>
      <table className="episodes">
        <thead>
          <tr>
            {['Episode', 'Procedure', 'When', 'Outcome', 'Found', 'Records'].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ episode: { episode, procedureType, period }, outcome }) => (
            <tr key={outcome.key}>
              <th scope="row">
                <code>{episode}</code>
              </th>
              <td>{procedureNames[procedureType]}</td>
              <td>{period}</td>
              <td>{outcomeText(outcome)}</td>
              <td>{foundText(outcome)}</td>
              <td>
                <button type="button" onClick={() => onChoose(outcome.key)}>
                  Records<span className="unseen"> of episode {episode}</span>
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

const kindNames: Record<EpisodeOutcome['kind'], string> = {
  score: 'Score',
  block: 'Diagnostic block',
  'return-of-pain': 'Return of pain',
  'steroid-onset': 'Onset of the steroid',
  'relief-duration': 'Duration of relief',
  complication: 'Complication',
  session: 'Session',
};

function outcomeText({ kind, measure, painLocation, recall, window }: EpisodeOutcome): string {
  const scale = measure === null ? '' : scaleName({ measure, painLocation, recall });
  const parts = [kind === 'score' ? '' : kindNames[kind], scale, window === null ? '' : windowName(window)];
  return parts.filter((part) => part !== '').join(', ');
}
