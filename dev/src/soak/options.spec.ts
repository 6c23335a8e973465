import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.js';

describe('the options of a soak', () => {
  it('are faults and kills unless told otherwise', () => {
    expect(readOptions(['--minutes', '2'])).toEqual({
      help: false,
      minutes: 2,
      withFaults: true,
      withKills: true,
      rate: 1,
      seed: 1,
      json: false,
    });
    expect(readOptions(['--minutes', '2', '--no-kill']).withKills).toBe(false);
    expect(readOptions(['--minutes', '2', '--faults', 'none'])).toMatchObject({ withFaults: false, withKills: false });
    expect(readOptions(['--minutes', '2', '--faults', 'none', '--kill']).withKills).toBe(true);
  });

  it.each([
    [[], '--minutes'],
    [['--minutes', 'long'], '--minutes wants a number'],
    [['--minutes', '0'], '--minutes wants a number from 0.1'],
    [['--minutes', '1', '--faults', 'some'], '--faults wants all or none'],
    [['--minutes', '1', '--seed', '-1'], '--help'],
    [['--minutes', '1', '--rate', '0'], '--rate wants a number from 0.01'],
    [['--minutes', '1', '--loud'], '--help` lists the options'],
  ])('are refused with what they want: %j', (args, told) => {
    expect(() => readOptions(args)).toThrow(told);
  });
});
