import type { Hop, Overview, Part } from '@ilium/contracts';
import type { ReactNode } from 'react';
import { countText } from './numbers.js';

interface Figure {
  readonly name: string;
  /** Undefined while a service that it needs is away. */
  readonly value: number | undefined;
  readonly note: string;
  readonly attention?: boolean;
}

/** The five numbers that say how it goes. */
export function Glance({ overview }: { readonly overview: Overview }): ReactNode {
  return (
    <section aria-labelledby="glance">
      <h2 id="glance" className="unseen">
        At a glance
      </h2>
      <dl className="glance">
        {figuresOf(overview).map(({ name, value, note, attention = false }) => (
          <div key={name} className={attention ? 'figure attention' : 'figure'}>
            <dt>{name}</dt>
            <dd>
              <strong>{value === undefined ? '–' : countText(value)}</strong>
              <span>{value === undefined ? 'not known: a service is away' : note}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function figuresOf({ mapping, delivery, outcomes }: Overview): readonly Figure[] {
  const hops = [mapping, delivery, outcomes];
  const parked = sumOf(hops, ({ parked }) => parked);
  return [
    { name: 'Events in', value: valueOf(mapping, ({ received }) => received), note: 'messages from the hospital' },
    {
      name: 'Procedures written',
      value: valueOf(delivery, ({ procedures }) => procedures),
      note: 'on the FHIR server',
    },
    { name: 'Outcomes counted', value: valueOf(outcomes, ({ summary }) => summary.total), note: 'of every status' },
    {
      name: 'Parked',
      value: parked,
      note: parked === 0 ? 'nothing to look at' : 'a person must look',
      attention: parked !== undefined && parked > 0,
    },
    { name: 'Lag', value: sumOf(hops, ({ lag }) => lag), note: 'messages still to be read' },
  ];
}

function valueOf<T>(part: Part<T>, value: (data: T) => number): number | undefined {
  return part.state === 'here' ? value(part.data) : undefined;
}

/** A sum is known only when all that it is made of is. */
function sumOf(hops: readonly Part<Hop>[], value: (hop: Hop) => number): number | undefined {
  return hops.reduce<number | undefined>((sum, hop) => {
    const one = valueOf(hop, value);
    return sum === undefined || one === undefined ? undefined : sum + one;
  }, 0);
}
