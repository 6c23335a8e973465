import type { AwayReason } from '@ilium/contracts';
import type { ReactNode } from 'react';
import { awayNames } from './words.js';

/** In place of the figures of a service that does not answer. */
export function Away({ service, reason }: { readonly service: string; readonly reason: AwayReason }): ReactNode {
  return (
    <p className="away">
      <strong>{service} is away:</strong> {awayNames[reason]}. Nothing is lost meanwhile; its figures come back with it.
    </p>
  );
}
