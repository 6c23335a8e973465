import { describe, expect, it } from '@jest/globals';
import { feedHelp, readFeedOptions } from './feed-options.js';

describe('the options of feed', () => {
  it('name files, and how they are read and how fast', () => {
    expect(
      readFeedOptions(['a.csv', '--csv', 'app', '--backload', '--rate', '50', 'b.hl7', '--charset', 'latin1']),
    ).toEqual({
      files: ['a.csv', 'b.hl7'],
      format: undefined,
      csv: 'app',
      source: undefined,
      charset: 'latin1',
      isBackload: true,
      rate: 50,
      isTrial: false,
      site: undefined,
      help: false,
    });
    expect(readFeedOptions(['--format', 'fhir', 'export']).format).toBe('fhir');
    expect(readFeedOptions(['-h']).help).toBe(true);
  });

  it.each([
    [[], 'Name the file'],
    [['--format', 'xml', 'a'], '--format takes one of hl7, ndjson, fhir, csv'],
    [['--rate', '0', 'a'], '--rate takes a number'],
    [['--rate', 'fast', 'a'], '--rate takes a number'],
    [['--charset', 'klingon', 'a'], '--charset takes a name'],
    [['--fast', 'a'], '--fast'],
    [['--site', 'x.yaml', 'a'], '--site goes with --try'],
  ])('%j are wrong, and it is said why', (args, message) => {
    expect(() => readFeedOptions(args)).toThrow(message);
  });

  it('all stand in the help', () => {
    for (const option of ['--format', '--csv', '--charset', '--backload', '--rate', '--source', '--try', '--site'])
      expect(feedHelp).toContain(option);
  });
});
