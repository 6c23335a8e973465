import { useEffect, useRef, useState, type ReactNode } from 'react';
import { recordsBehind, keepRecordsToken, type Behind, type SourceMessage } from './ask-records.js';
import { NumbersTable, type Column } from './numbers-table.js';
import { Missing } from './panel.js';
import { useAnswer } from './use-answer.js';

/** Identified data behind an outcome, for who has the token for those. */
export function Records({ outcome }: { readonly outcome: string }): ReactNode {
  const [entered, setEntered] = useState(0);
  const asked = useAnswer(`${outcome} ${entered}`, (leaving) => recordsBehind(outcome, leaving));
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), [outcome]);
  return (
    <section className="panel card" aria-labelledby="records-title" aria-busy={asked.state === 'asking'}>
      <h2 id="records-title" ref={heading} tabIndex={-1}>
        The records and messages behind this outcome
      </h2>
      {asked.state === 'asking' && <p className="quiet">Asking the mapper …</p>}
      {asked.state === 'none' &&
        (asked.why.status === 403 ? (
          <AskRecordsToken why={asked.why.detail} onEntered={() => setEntered((times) => times + 1)} />
        ) : (
          <Missing why={asked.why} />
        ))}
      {asked.state === 'here' && <Found {...asked.data} />}
    </section>
  );
}

function AskRecordsToken({ why, onEntered }: { readonly why: string; readonly onEntered: () => void }): ReactNode {
  return (
    <form
      className="token"
      onSubmit={(event) => {
        event.preventDefault();
        const token = new FormData(event.currentTarget).get('token');
        if (typeof token !== 'string' || token.trim() === '') return;
        keepRecordsToken(token.trim());
        onEntered();
      }}
    >
      <p id="records-help">{why} It is kept until this tab is closed.</p>
      <label>
        <span>Token for records</span>
        <input name="token" type="password" autoComplete="off" required aria-describedby="records-help" />
      </label>
      <button type="submit">Show the records</button>
    </form>
  );
}

function Found({ behind: { resources, sources, rulesVersion }, messages }: Behind): ReactNode {
  return (
    <>
      <p className="quiet">
        {resources.length} records, from {sources.length} reports, by the rules {rulesVersion}.
      </p>
      <h3>FHIR records</h3>
      {resources.map(({ key, resource }) => (
        <details key={key} className="numbers">
          <summary>{key}</summary>
          <pre className="scroll" role="region" aria-label={key} tabIndex={0}>
            {JSON.stringify(resource, null, 2)}
          </pre>
        </details>
      ))}
      <h3>Source messages</h3>
      <NumbersTable
        of="what sources said"
        file="sources"
        columns={columns}
        rows={sources.flatMap(({ kind, feed, messages: said }) =>
          said.map(({ sequence, saidAt }) => ({
            ...{ kind, saidAt, sequence },
            feed: `${feed.application}, ${feed.family}`,
            message: messages.find((one) => one.sequence === sequence && one.site === feed.site),
          })),
        )}
      />
    </>
  );
}

interface Said {
  readonly kind: string;
  readonly feed: string;
  readonly saidAt: string | null;
  readonly sequence: string | null;
  readonly message: SourceMessage | undefined;
}

const columns: readonly Column<Said>[] = [
  { name: 'Report', shown: ({ kind }) => kind },
  { name: 'Said by', shown: ({ feed }) => feed },
  { name: 'Said at', shown: ({ saidAt }) => saidAt ?? 'not said' },
  { name: 'Order of receipt', shown: ({ sequence }) => sequence ?? 'came to Kafka without one' },
  {
    name: 'Message',
    shown: ({ message }) => (message === undefined ? 'not at intake' : `${message.type} by ${message.door}`),
  },
  { name: 'Its id at intake', shown: ({ message }) => message?.id ?? '–' },
];
