import { windowName } from '../words.js';
import type { Statement } from './ask.js';
import { scaleName } from './labels.js';
import { periodName } from './period.js';

type About = Pick<Statement, 'measure' | 'painLocation' | 'recall' | 'windows' | 'of' | 'from' | 'to'>;

/** What a sentence is read off, how long after, and of which treatments: `Pain (NRS, 0 to 10), 6 weeks after treatments of 2026`. */
export function aboutText(statement: About): string {
  const { windows, of } = statement;
  const after = [...new Set(windows.map(({ window }) => windowName(window)))];
  const byKind = after.length > 1 ? ', by the kind of treatment,' : '';
  const treatments = of === 'patients' ? "patients' first treatments" : 'treatments';
  return `${scaleName(statement)}, ${after.join(' or ')}${byKind} after ${treatments} ${periodText(statement)}`;
}

function periodText({ from, to }: Pick<About, 'from' | 'to'>): string {
  if (from === null) return to === null ? 'of all years' : `up to ${periodName(to)}`;
  if (to === null) return `from ${periodName(from)} on`;
  return from === to ? `of ${periodName(from)}` : `from ${periodName(from)} to ${periodName(to)}`;
}
