import type { ReactNode } from 'react';
import type { Dimensions } from './ask.js';
import { Choice, type Option } from './choice.js';
import { isAfter, monthIn, monthNames, periodOfParts, yearIn } from './period.js';
import { goTo } from './use-address.js';
import { yearsOf, type View } from './view.js';

interface PeriodProps {
  readonly name: 'from' | 'to';
  readonly view: View;
  readonly dimensions: Dimensions;
}

const words = {
  from: { year: 'From year', month: 'From month', any: 'the first' },
  to: { year: 'To year', month: 'To month', any: 'the last' },
} as const;

/** A year, and a month of it: two lists, since browsers do not agree on how a month is entered. */
export function PeriodChoice({ name, view, dimensions }: PeriodProps): ReactNode {
  const { year: yearLabel, month: monthLabel, any } = words[name];
  const [year, month] = [yearIn(view[name] ?? ''), monthIn(view[name] ?? '')];
  const choose = (chosenYear: string, chosenMonth: string): void =>
    goTo({ [name]: periodOfParts(chosenYear, chosenMonth) });
  return (
    <div className="period">
      <Choice
        name={name}
        label={yearLabel}
        value={year}
        options={[['', any], ...yearsFor(name, view, dimensions)]}
        onChoose={(chosen) => choose(chosen, month)}
      />
      {dimensions.hasMonths && (
        <Choice
          name={`${name}-month`}
          label={monthLabel}
          value={month}
          options={[['', any], ...(year === '' ? [] : monthsFor(name, view, year))]}
          onChoose={(chosen) => choose(year, chosen)}
          disabled={year === ''}
        />
      )}
    </div>
  );
}

/** Nothing ends before it begins. */
function isPossible(name: PeriodProps['name'], { from }: View, period: string): boolean {
  return name === 'from' || from === undefined || !isAfter(from, period);
}

function yearsFor(name: PeriodProps['name'], view: View, dimensions: Dimensions): readonly Option[] {
  return yearsOf(dimensions)
    .filter((year) => isPossible(name, view, year))
    .map((year) => [year, year]);
}

function monthsFor(name: PeriodProps['name'], view: View, year: string): readonly Option[] {
  // Names that are numbers would come in another order: these begin with 0.
  return Object.entries(monthNames)
    .toSorted(([a], [b]) => a.localeCompare(b))
    .filter(([month]) => isPossible(name, view, periodOfParts(year, month)));
}
