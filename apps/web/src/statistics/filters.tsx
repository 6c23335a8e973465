import type { ReactNode } from 'react';
import { procedureNames, windowName } from '../words.js';
import type { Dimensions } from './ask.js';
import { agentsNames, ruleNames, scaleName, strata } from './labels.js';
import { goTo } from './use-address.js';
import { scaleKey, scalesOf, typesOf, yearsOf, type View } from './view.js';

type Option = readonly [value: string, label: string];

/** What the figures are of; it stands in the address, so that it can be sent to somebody. */
export function Filters({ view, dimensions }: { readonly view: View; readonly dimensions: Dimensions }): ReactNode {
  const { scale, from, to } = view;
  const years = yearsOf(dimensions).map((year): Option => [year, year]);
  return (
    <section className="filters card" aria-labelledby="filters-title">
      <h2 id="filters-title">What the figures are of</h2>
      <div className="choices">
        <Choice
          name="type"
          label="Procedure"
          value={scale.procedureType}
          options={typesOf(dimensions).map((type) => [type, procedureNames[type]])}
        />
        <Choice
          name="measure"
          label="Measure"
          value={scaleKey(scale)}
          options={scalesOf(dimensions, scale.procedureType).map((one) => [scaleKey(one), scaleName(one)])}
        />
        <Choice
          name="window"
          label="Follow-up after"
          value={view.window}
          options={scale.windows.map((window) => [window, windowName(window)])}
        />
        <Choice name="rule" label="Counted as success" value={view.rule} options={Object.entries(ruleNames)} />
        <Choice
          name="of"
          label="Count"
          value={view.of}
          options={[
            ['treatments', 'all treatments'],
            ['patients', "patients: each one's first in a year"],
          ]}
        />
        <Choice
          name="agents"
          label="Given into the target"
          value={view.agents ?? ''}
          options={[['', 'Anything'], ...Object.entries(agentsNames)]}
        />
        <Choice name="from" label="From year" value={from ?? ''} options={[['', 'the first'], ...years]} />
        <Choice
          name="to"
          label="To year"
          value={to ?? ''}
          options={[['', 'the last'], ...years.filter(([year]) => from === undefined || year >= from)]}
        />
        <Choice
          name="by"
          label="Side by side by"
          value={view.by.id}
          options={strata.map(({ id, name }) => [id, name])}
        />
      </div>
    </section>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
}

function Choice({ name, label, value, options }: ChoiceProps): ReactNode {
  return (
    <label className="choice">
      <span>{label}</span>
      <select name={name} value={value} onChange={(event) => goTo(name, event.currentTarget.value)}>
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}
