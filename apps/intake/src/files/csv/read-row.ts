import { pathsOf, procedureEventData, type Identifier } from '@ilium/contracts';
import type { CsvMap } from '@ilium/site';
import type { EventDraft } from '../../source-messages/source-message.js';
import type { Cell } from './csv-columns.js';
import { RowFault } from './row-fault.js';
import { scoresOf, type RowScore } from './row-scores.js';
import { RowValues, type CellReaders } from './row-values.js';

/** What a row of scores says. */

const type = 'ilium.score.reported.v1';

/** The events of a row; none where it says nothing. Rejects with `RowFault`: a row is taken whole or not at all. */
export function readRow(cell: Cell, readers: CellReaders, mapName: string): EventDraft[] {
  const { map, site } = readers;
  const values = new RowValues(readers, cell);
  const scores = scoresOf(map, cell, values);
  if (scores.length === 0) return [];
  const patient = values.number(map.patient, 'patient');
  if (patient === undefined) throw new RowFault('no-patient', `column ${map.patient.column}: a number expected`);
  const isVoid = map.void !== undefined && map.void.values.includes(cell(map.void.column));
  const stated = values.moment(map.stated);
  const ties = tiesOf(map, values);
  return scores.map((score) => {
    if (score.effective === undefined) throw new RowFault('no-date', 'a score needs the date that it was given on');
    const eventTime = values.saying(stated ?? (readers.isBackload ? score.effective : undefined));
    const data = {
      feed: { site: site.name, application: map.application, family: map.family },
      patient,
      identifier: nameOf(score, { patient, cell, map, system: `urn:ilium:site:${site.name}:csv:${mapName}` }),
      version: { eventTime, status: isVoid ? 'void' : 'final' },
      report: isVoid ? {} : { ...score.report, ...ties },
    };
    return { type, time: eventTime, data: checked(data), patient };
  });
}

function tiesOf({ visit, procedure, order, account }: CsvMap, values: RowValues): object {
  const ordered = values.number(order, 'order');
  return {
    visit: values.number(visit, 'visit'),
    procedureIdentifier: values.number(procedure, 'procedure'),
    account: values.number(account, 'account'),
    orders: ordered === undefined ? undefined : [ordered],
  };
}

interface Naming {
  readonly patient: Identifier;
  readonly cell: Cell;
  readonly map: CsvMap;
  readonly system: string;
}

/** The source's own name of a score: of the columns of the map, else of patient, code and date. */
function nameOf({ mark, code, effective }: RowScore, { patient, cell, map, system }: Naming): Identifier {
  const { identifier } = map;
  if (identifier === undefined) {
    return { system, value: [patient.value, mark === '' ? code : mark, effective].join('|') };
  }
  const parts = identifier.columns.map((column) => {
    const part = cell(column);
    if (part === '') throw new RowFault('no-identifier', `column ${column}: it names the row and can't be empty`);
    return part;
  });
  return { system: identifier.system ?? system, value: [...parts, ...(mark === '' ? [] : [mark])].join('|') };
}

function checked(data: object): object {
  const parsed = procedureEventData[type].safeParse(data);
  if (parsed.success) return parsed.data;
  throw new RowFault('schema-violation', pathsOf(parsed.error, 'data'));
}
