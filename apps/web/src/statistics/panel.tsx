import type { ReactNode } from 'react';
import type { NoAnswer } from './ask.js';
import type { Asked } from './use-answer.js';

interface PanelProps<T> {
  readonly id: string;
  readonly title: string;
  readonly asked: Asked<T>;
  readonly children: (data: T) => ReactNode;
}

/** A part of the page that is of one answer: while it is asked for, when it is there, and when there is none. */
export function Panel<T>({ id, title, asked, children }: PanelProps<T>): ReactNode {
  const data = asked.state === 'here' ? asked.data : asked.state === 'asking' ? asked.last : undefined;
  return (
    <section id={id} className="panel card" aria-labelledby={`${id}-title`} aria-busy={asked.state === 'asking'}>
      <h2 id={`${id}-title`}>{title}</h2>
      {asked.state === 'none' && <Missing why={asked.why} />}
      {asked.state === 'asking' && data === undefined && <p className="quiet">Asking analytics …</p>}
      {data !== undefined && children(data)}
    </section>
  );
}

export function Missing({ why }: { readonly why: NoAnswer }): ReactNode {
  return (
    <p className="away">
      <strong>No figures.</strong> {why.detail} This page asks again by itself.
    </p>
  );
}

export function Empty({ children }: { readonly children: ReactNode }): ReactNode {
  return <p className="empty">{children}</p>;
}
