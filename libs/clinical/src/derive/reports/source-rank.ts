import type { Rules } from '../../rules.js';
import type { LiveReport } from './live-reports.js';

/** Reports of one thing, the best source first: by family of feed, then by key. */
export function bestSourceFirst<Source extends LiveReport>(
  reports: readonly Source[],
  { feedPrecedence }: Pick<Rules, 'feedPrecedence'>,
): readonly Source[] {
  const rank = ({ feed }: Source) => {
    const place = feedPrecedence.indexOf(feed.family);
    return place === -1 ? feedPrecedence.length : place;
  };
  return reports.toSorted((a, b) => rank(a) - rank(b) || (a.key < b.key ? -1 : 1));
}
