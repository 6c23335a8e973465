import type { Overview } from '@ilium/contracts';
import { useEffect, useState } from 'react';
import { followOverview, type Connection } from './follow-overview.js';

/** The newest overview, once there is one, and whether it is live. */
export function useOverview(): { readonly overview: Overview | undefined; readonly connection: Connection } {
  const [overview, show] = useState<Overview>();
  const [connection, setConnection] = useState<Connection>('connecting');
  useEffect(() => followOverview({ show, connection: setConnection }), []);
  return { overview, connection };
}
