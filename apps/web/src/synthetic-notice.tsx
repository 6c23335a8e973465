import type { Overview } from '@ilium/contracts';
import type { ReactNode } from 'react';
import { countText } from './numbers.js';

export function SyntheticNotice({ feed }: { readonly feed: Overview['feed'] }): ReactNode {
  if (feed === null) return null;
  return (
    <p className="notice synthetic">
      <strong>Synthetic data.</strong> These figures come from a simulated hospital
      {feed.state === 'here' && ` (${countText(feed.data.courses)} treatment courses)`}. No person is behind them, and
      they say nothing about any treatment.
    </p>
  );
}
