import type { Overview } from '@ilium/contracts';
import { useEffect, useState } from 'react';

/** Whether a simulated hospital feeds the system: what it tells must say so wherever it is shown. */
export function useFeed(): Overview['feed'] {
  const [feed, show] = useState<Overview['feed']>(null);
  useEffect(() => {
    const leaving = new AbortController();
    fetch('/v1/overview', { signal: leaving.signal })
      .then((response): Promise<Overview> => response.json())
      .then(
        ({ feed: told }) => show(told),
        // Away: the figures say so themselves.
        () => undefined,
      );
    return () => leaving.abort();
  }, []);
  return feed;
}
