import { mannersOf, type Manners } from '../manners.js';
import type { Profile } from '../profiles/profile.js';
import type { ServerFault } from './fault.js';

/** The manners of a profile with the faults of the moment. */
export function faultyManners(profile: Profile, faults: readonly ServerFault[]): Manners {
  return faults.reduce(withFault, mannersOf(profile));
}

function withFault(manners: Manners, fault: ServerFault): Manners {
  switch (fault.kind) {
    case 'latency':
      return manners;
    case 'no-transactions':
      return { ...manners, transactions: fault.how === 'as-batch' ? 'as-batch' : fault.status };
    case 'no-update-create':
      return { ...manners, unknownId: fault.status };
    case 'stale-version':
      return { ...manners, staleStatus: fault.status };
    case 'dropped-elements':
      return { ...manners, dropped: [...manners.dropped, ...fault.paths] };
    case 'refused-entries':
      return { ...manners, refusals: [...manners.refusals, fault] };
  }
}
