import { series } from '../rollups/groups.js';
import { profileWith } from '../rollups/profiles.js';
import { conditionsOf, isOfOutcomes, type AnsweredScale, type Condition, type Narrowing } from './selected-sql.js';

/** Which rows of entries a selection means, and which entries in them. */
export interface SelectedEntries {
  readonly ofSeries: string;
  readonly ofRows: string;
  readonly parameters: readonly (string | readonly string[])[];
  readonly isWanted: (profile: number) => boolean;
}

export function selectedEntries(asked: Narrowing, scale: AnsweredScale): SelectedEntries {
  const parameters: (string | readonly string[])[] = [];
  const [ofSeries, ofRows, wanted] = [[isOfOutcomes], ['true'], new Array<Condition>()];
  for (const condition of conditionsOf(asked, scale)) {
    const { column, sql, value } = condition;
    const isOfSeries = column in series;
    if (typeof value === 'boolean' || (!isOfSeries && column !== 'period')) wanted.push(condition);
    else (isOfSeries ? ofSeries : ofRows).push(sql(`"${column}"`, `$${parameters.push(value)}`));
  }
  return {
    ofSeries: ofSeries.join(' AND '),
    ofRows: ofRows.join(' AND '),
    parameters,
    isWanted: profileWith(
      wanted.map(({ column, value }) => ({ column, accepted: typeof value === 'object' ? value : [value] })),
    ),
  };
}
