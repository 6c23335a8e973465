import { describe, expect, it } from '@jest/globals';
import { selection } from '../../questions/selection.js';
import { exportHelp, readExportOptions } from './export-options.js';

describe('the options of an export', () => {
  it('takes the format by the ending of the file, and filters by the names of the API', () => {
    const options = readExportOptions(['--out', 'facts.parquet', '--procedure-type', 'facet-rfa', '--from', '2026-01']);
    expect(options).toMatchObject({
      ...{ out: 'facts.parquet', format: 'parquet', isForced: false, url: undefined },
      selection: { procedureType: 'facet-rfa', from: '2026-01' },
    });
    expect(readExportOptions(['--out', 'facts', '--format', 'csv', '--force'])).toMatchObject({ format: 'csv' });
  });

  it.each([
    [[], 'Say where to: --out FILE.'],
    [['--out', 'facts.xls'], 'none of .csv, .ndjson, .parquet: give the format by --format.'],
    [['--out', 'facts.csv', '--format', 'xls'], '--format takes one of csv, ndjson, parquet.'],
    [['--out', 'facts.csv', '--colour', 'red'], 'There is no option --colour: --help lists them.'],
    [['--out'], 'There is no option without its value: --help lists them.'],
  ])('says what is wrong with %j', (args, message) => {
    expect(() => readExportOptions(args)).toThrow(message);
  });

  it('has help that names each filter', () => {
    expect(readExportOptions(['-h'])).toBeUndefined();
    const options = [...exportHelp.matchAll(/^ {2}--([a-z-]+)/gm)].map(([, option = '']) => option);
    const names = options.map((option) => option.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()));
    expect(names).toEqual(expect.arrayContaining(Object.keys(selection.shape)));
  });
});
