import type { Fault } from '../faults.js';
import type { Listener } from './listeners.js';

/** Doors that can not be open at the same time in one service. */

type Door = Pick<Listener, 'name' | 'port' | 'host'>;

const everywhere = ['0.0.0.0', '::', '[::]'];

/** What a door may not have beside another one; none where both can be open. */
export function clashes(door: Door, other: Door): readonly ('name' | 'port')[] {
  const isOneAddress = door.host === other.host || [door, other].some(({ host }) => everywhere.includes(host));
  return [
    ...(door.name === other.name ? (['name'] as const) : []),
    // Port 0 is one that the system chooses.
    ...(door.port === other.port && door.port !== 0 && isOneAddress ? (['port'] as const) : []),
  ];
}

export function listenerFaults(listeners: readonly Door[]): Fault[] {
  return listeners.flatMap((door, index) =>
    listeners
      .slice(0, index)
      .flatMap((other) => clashes(door, other))
      .map((key) => ({ path: ['listeners', index, key], message: `another listener has this ${key} already` })),
  );
}
