import type { ReactNode } from 'react';
import { procedureNames, windowName } from '../words.js';
import type { Dimensions } from './ask.js';
import { Choice } from './choice.js';
import { agentsNames, ruleNames, scaleName } from './labels.js';
import { OnlyChoices } from './only-choices.js';
import { PeriodChoice } from './period-choice.js';
import { scaleKey, scalesOf, typesOf, type View } from './view.js';

/** What the figures are of; it stands in the address, so that it can be sent to somebody. */
export function Filters({ view, dimensions }: { readonly view: View; readonly dimensions: Dimensions }): ReactNode {
  const { scale } = view;
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
        <PeriodChoice name="from" view={view} dimensions={dimensions} />
        <PeriodChoice name="to" view={view} dimensions={dimensions} />
        <Choice
          name="by"
          label="Side by side by"
          value={view.by.id}
          options={view.strata.map(({ id, name }) => [id, name])}
        />
      </div>
      <OnlyChoices view={view} />
    </section>
  );
}
