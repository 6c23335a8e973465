import type { Overview } from '@ilium/contracts';
import type { ReactNode } from 'react';
import type { Connection } from './follow-overview.js';
import { Glance } from './glance.js';
import { Operations } from './operations.js';
import { Outcomes } from './outcomes.js';
import { SyntheticNotice } from './synthetic-notice.js';
import { useOverview } from './use-overview.js';

export function Page(): ReactNode {
  const { overview, connection } = useOverview();
  return (
    <>
      <a className="skip" href="#main">
        Skip to the figures
      </a>
      <header className="masthead">
        <div className="brand">
          <h1>Ilium</h1>
          <p>From the procedure to the record and to the outcome</p>
        </div>
        <nav aria-label="Sections">
          <a href="#operations">Operations</a>
          <a href="#outcomes">Outcomes</a>
          <a href="/outcomes">Outcomes in depth</a>
        </nav>
        <ConnectionState connection={connection} at={overview?.at} />
      </header>
      <main id="main" aria-busy={overview === undefined}>
        {overview === undefined ? <NoFigures connection={connection} /> : <Figures overview={overview} />}
      </main>
      <footer>
        <p>
          The same figures for programs: <a href="/v1/overview">/v1/overview</a>
        </p>
      </footer>
    </>
  );
}

function Figures({ overview }: { readonly overview: Overview }): ReactNode {
  return (
    <>
      <SyntheticNotice feed={overview.feed} />
      <Glance overview={overview} />
      <Operations
        doors={overview.doors}
        mapping={overview.mapping}
        delivery={overview.delivery}
        outcomes={overview.outcomes}
      />
      <Outcomes outcomes={overview.outcomes} />
    </>
  );
}

const connectionWords: Record<Connection, string> = {
  connecting: 'Connecting …',
  live: 'Live',
  lost: 'Connection lost, trying again …',
};

/** Spoken when it changes; the time is not, as it changes all the time. */
function ConnectionState({
  connection,
  at,
}: {
  readonly connection: Connection;
  readonly at: string | undefined;
}): ReactNode {
  return (
    <p className={`connection ${connection}`}>
      <span role="status">{connectionWords[connection]}</span>
      {at !== undefined && (
        <time dateTime={at}>{new Date(at).toLocaleTimeString(undefined, { timeStyle: 'medium' })}</time>
      )}
    </p>
  );
}

function NoFigures({ connection }: { readonly connection: Connection }): ReactNode {
  return (
    <p className="notice">
      {connection === 'lost'
        ? 'The console cannot be reached. The figures appear here as soon as it answers.'
        : 'Asking the services for their figures …'}
    </p>
  );
}
