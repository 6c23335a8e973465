import type { Identifier } from '@ilium/contracts';
import type { CsvMap, CsvMoment, CsvNumber, IdentifierKind, Site } from '@ilium/site';
import { identifierOf } from '../../hl7/values/identifiers.js';
import { isTimed, momentOf, sayingTime } from '../../hl7/values/times.js';
import type { Cell } from './csv-columns.js';
import { asCode, asMissing, asNumber } from '../../fhir/to-event/answer.js';
import { dateReader, type ReadDate } from './date-form.js';
import { RowFault } from './row-fault.js';

/** What a map needs to read cells; made once a file. */
export interface CellReaders {
  readonly map: CsvMap;
  readonly site: Site;
  readonly readDate: ReadDate;
  readonly readTime: ReadDate;
  readonly isBackload: boolean;
}

export function cellReaders(map: CsvMap, site: Site, isBackload: boolean): CellReaders {
  // The time of day is read behind a day that every form has.
  const readTime = dateReader(map.times.map((form) => `YYYYMMDD ${form}`));
  return { map, site, readDate: dateReader(map.dates), readTime, isBackload };
}

const number = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/;

/** The cells of one row, read as what they stand for. Rejects with `RowFault`. */
export class RowValues {
  constructor(
    private readonly readers: CellReaders,
    private readonly cell: Cell,
  ) {}

  /** Undefined where the column is empty or not mapped. */
  number(named: CsvNumber | undefined, kind: IdentifierKind): Identifier | undefined {
    if (named === undefined) return undefined;
    const { column, assigner = '', type = '' } = named;
    const written = { value: this.cell(column), namespace: assigner, universalId: '', universalType: '', type };
    return identifierOf(written, kind, this.readers.site);
  }

  /** A FHIR date or a time with its zone; undefined where the column is empty. */
  moment(named: CsvMoment | undefined): string | undefined {
    if (named === undefined) return undefined;
    const { column, time } = named;
    const written = this.cell(column);
    if (written === '') return undefined;
    const digits = this.readers.readDate(written);
    const zone = this.readers.site.rules.timeZone;
    const day = digits === undefined ? undefined : momentOf(digits, zone);
    if (digits === undefined || day === undefined) {
      throw new RowFault('not-a-date', `column ${column}: a date in one of the forms of the map expected`);
    }
    const clock = time === undefined ? '' : this.cell(time);
    if (time === undefined || clock === '' || isTimed(day)) return day;
    const both = this.readers.readTime(`${digits} ${clock}`);
    const moment = both === undefined ? undefined : momentOf(both, zone);
    if (moment !== undefined) return moment;
    throw new RowFault('not-a-date', `column ${time}: a time in one of the forms of the map expected`);
  }

  /** When a version was said. A day counts from its beginning. */
  saying(moment: string | undefined): string | undefined {
    return moment === undefined ? undefined : sayingTime([moment], this.readers.site.rules.timeZone);
  }

  /** What was answered, or why nothing was; undefined where the cell says nothing. */
  answer(column: string, takesWords: boolean): object | undefined {
    const { missing, decimal } = this.readers.map;
    const written = this.cell(column);
    if (Object.hasOwn(missing, written)) return asMissing(missing[written] ?? 'unknown');
    if (written === '') return undefined;
    const plain = decimal === ',' ? written.replace(',', '.') : written;
    if (number.test(plain)) return asNumber(Number(plain));
    if (takesWords) return asCode({ code: written });
    throw new RowFault('not-a-number', `column ${column}: a number or a word of missing expected`);
  }
}
