import type { ReactNode } from 'react';
import { Empty } from './panel.js';
import { onlyText } from './stratum.js';
import { hasYearsInPart, type View } from './view.js';

interface NobodyProps {
  readonly view: View;
  /** Why there is nothing to show, and what to do, where nobody is left out. */
  readonly children: ReactNode;
}

/** Stands where there is nothing to show: whoever has narrowed the question learns that first. */
export function Nobody({ view, children }: NobodyProps): ReactNode {
  const [isNarrowed, isMonthly] = [view.only.length > 0, hasYearsInPart(view)];
  if (!isNarrowed && !isMonthly) return <Empty>{children}</Empty>;
  const whom = [...(isNarrowed ? [onlyText(view.only)] : []), ...(isMonthly ? ['only some months'] : [])];
  return (
    <Empty>
      There is nothing to show here of what is chosen: {whom.join(', ')}.
      {isNarrowed && ' Take one of these choices back, or all of them by “All patients”.'}
      {isMonthly &&
        ' Choose more months; a site that tells treatments by their year alone has none: choose years there.'}
    </Empty>
  );
}
