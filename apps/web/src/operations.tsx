import type { Hop, Overview, Part } from '@ilium/contracts';
import type { ReactNode } from 'react';
import { Away } from './away.js';
import { countText } from './numbers.js';
import { fateReason, recordStateNames } from './words.js';

type Parts = Pick<Overview, 'doors' | 'mapping' | 'delivery' | 'outcomes'>;

/** The way of a message, station by station, and the records on the FHIR server. */
export function Operations({ doors, mapping, delivery, outcomes }: Parts): ReactNode {
  return (
    <section id="operations" aria-labelledby="operations-title">
      <h2 id="operations-title">Operations</h2>
      <p className="lead">Every message that a service receives ends as done, skipped or parked.</p>
      <ol className="hops">
        {doors !== null && <HopCard title="Messages come in" service="intake" part={doors} figures={doorFigures} />}
        <HopCard title="Events become facts" service="mapper" part={mapping} />
        <HopCard title="Records go to the FHIR server" service="fhir-sync" part={delivery} />
        <HopCard title="Outcomes are counted" service="analytics" part={outcomes} />
      </ol>
      <h3>Records for the FHIR server</h3>
      {delivery.state === 'away' ? (
        <Away service="fhir-sync" reason={delivery.reason} />
      ) : (
        <Records {...delivery.data} />
      )}
    </section>
  );
}

const hopFigures: readonly {
  readonly name: string;
  readonly field: 'received' | 'done' | 'skipped' | 'parked' | 'refused' | 'lag' | 'outboxPending';
}[] = [
  { name: 'Received', field: 'received' },
  { name: 'Done', field: 'done' },
  { name: 'Skipped', field: 'skipped' },
  { name: 'Parked', field: 'parked' },
  { name: 'Still to be read', field: 'lag' },
  { name: 'Batches to publish', field: 'outboxPending' },
];

/** A door parks nothing and never lags: what it can't take it refuses. */
const doorFigures: typeof hopFigures = [
  { name: 'Received', field: 'received' },
  { name: 'Done', field: 'done' },
  { name: 'Skipped', field: 'skipped' },
  { name: 'Refused', field: 'refused' },
  { name: 'Batches to publish', field: 'outboxPending' },
];

function HopCard({
  title,
  service,
  part,
  figures = hopFigures,
}: {
  readonly title: string;
  readonly service: string;
  readonly part: Part<Hop>;
  readonly figures?: typeof hopFigures;
}): ReactNode {
  return (
    <li className="card">
      <h3>
        {title} <small>{service}</small>
      </h3>
      {part.state === 'away' ? (
        <Away service={service} reason={part.reason} />
      ) : (
        <HopFigures hop={part.data} figures={figures} />
      )}
    </li>
  );
}

function HopFigures({ hop, figures }: { readonly hop: Hop; readonly figures: typeof hopFigures }): ReactNode {
  const reasons = Object.entries(hop.reasons).filter(([, count]) => count > 0);
  return (
    <>
      <dl className="rows">
        {figures.map(({ name, field }) => (
          <div
            key={field}
            className={['parked', 'refused'].includes(field) && (hop[field] ?? 0) > 0 ? 'attention' : undefined}
          >
            <dt>{name}</dt>
            <dd>{countText(hop[field] ?? 0)}</dd>
          </div>
        ))}
      </dl>
      {reasons.length > 0 && (
        <ul className="reasons" aria-label="Why messages were skipped, parked or refused">
          {reasons.map(([code, count]) => (
            <li key={code}>
              {countText(count)} {fateReason(code).fate}: {fateReason(code).words}
            </li>
          ))}
        </ul>
      )}
      {hop.losses.map((loss) => (
        <p key={loss} className="away" role="alert">
          <strong>A partition stopped:</strong> {loss}
        </p>
      ))}
    </>
  );
}

type Delivery = Extract<Overview['delivery'], { state: 'here' }>['data'];

function Records({ targets, records, byState, delivered }: Delivery): ReactNode {
  return (
    <>
      {targets.filter(isAway).map(({ name, lastError, advice }) => (
        <p key={name} className="away">
          <strong>{targets.length === 1 ? 'The FHIR server is away' : `Target ${name} is away`}</strong>
          {lastError === null ? '.' : ` (${lastError}).`} Records wait and are delivered when it answers. {advice}
        </p>
      ))}
      {records === 0 ? (
        <p className="empty">No records yet: they appear with the first procedure.</p>
      ) : (
        <div className="pair">
          <RecordStates byState={byState} />
          <DeliveredTypes delivered={delivered} />
          {targets.length > 1 && <Targets targets={targets} />}
        </div>
      )}
    </>
  );
}

function isAway({ reachable, advice }: Delivery['targets'][number]): boolean {
  return !reachable || advice !== undefined;
}

/** A person must look. */
const statesForPeople = ['refused', 'outcome-unknown', 'by-hand'] as const;

function Targets({ targets }: Pick<Delivery, 'targets'>): ReactNode {
  return (
    <table className="card">
      <caption>By target</caption>
      <thead>
        <tr>
          <th scope="col">Target</th>
          <th scope="col">Delivered</th>
          <th scope="col">On their way</th>
          <th scope="col">For a person</th>
        </tr>
      </thead>
      <tbody>
        {targets.map(({ name, byState }) => {
          const people = statesForPeople.reduce((sum, state) => sum + byState[state], 0);
          return (
            <tr key={name} className={people > 0 ? 'attention' : undefined}>
              <th scope="row">{name}</th>
              <td>{countText(byState.delivered)}</td>
              <td>{countText(byState.pending + byState.waiting)}</td>
              <td>{countText(people)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** The two states that every record passes are always shown, the others when there is something in them. */
const usualStates = ['delivered', 'pending'];

function RecordStates({ byState }: Pick<Delivery, 'byState'>): ReactNode {
  const states = Object.entries(recordStateNames)
    .map(([state, words]) => ({ state, ...words, count: byState[state as keyof typeof recordStateNames] }))
    .filter(({ state, count }) => count > 0 || usualStates.includes(state));
  return (
    <table className="card">
      <caption>By state</caption>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">Records</th>
        </tr>
      </thead>
      <tbody>
        {states.map(({ state, name, meaning, count }) => (
          <tr key={state} className={statesForPeople.some((one) => one === state) ? 'attention' : undefined}>
            <th scope="row">
              {name} <small>{meaning}</small>
            </th>
            <td>{countText(count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DeliveredTypes({ delivered }: Pick<Delivery, 'delivered'>): ReactNode {
  return (
    <table className="card">
      <caption>Delivered, by type</caption>
      <thead>
        <tr>
          <th scope="col">Type</th>
          <th scope="col">Live</th>
          <th scope="col">Retracted</th>
        </tr>
      </thead>
      <tbody>
        {delivered.map(({ resourceType, live, retracted }) => (
          <tr key={resourceType}>
            <th scope="row">{resourceType}</th>
            <td>{countText(live)}</td>
            <td>{countText(retracted)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
