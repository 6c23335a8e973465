import { describe, expect, it } from '@jest/globals';
import { readOptions } from './options.js';
import { defaultPorts } from './ports.js';

describe('the options of npm start', () => {
  it('are the usual system when none is given', () => {
    expect(readOptions([], {})).toEqual({
      help: false,
      fresh: false,
      feed: undefined,
      exit: false,
      json: false,
      seed: 1,
      door: 'kafka',
      profile: 'believable',
      asOf: undefined,
      watch: false,
      ports: defaultPorts,
    });
  });

  it('name a feed, its seed and its day', () => {
    expect(
      readOptions(['--feed', '500', '--exit', '--json', '--seed', '7', '--as-of', '2026-03-12'], {}),
    ).toMatchObject({
      feed: 500,
      exit: true,
      json: true,
      seed: 7,
      profile: 'varied',
      asOf: '2026-03-12',
    });
  });

  it('name the door that the feed comes through', () => {
    expect(readOptions(['--feed', '5', '--door', 'mllp'], {}).door).toBe('mllp');
  });

  it('name what the courses are like; with another site they are of every kind', () => {
    expect(readOptions(['--feed', '5', '--exit', '--profile', 'believable'], {}).profile).toBe('believable');
    expect(readOptions(['--site', 'config/sites/hilltop.yaml'], {}).profile).toBe('varied');
  });

  it('move ports, the command line before the environment', () => {
    const env = { ILIUM_PORTS: 'web=8080,kafka=9092' };
    expect(readOptions(['--port', 'web=8081'], env).ports).toEqual({ ...defaultPorts, web: 8081, kafka: 9092 });
  });

  it.each([
    [['--feed'], "Option '--feed <value>' argument missing"],
    [['--feed', '0'], '--feed wants a whole number of at least 1, not "0".'],
    [['--feed', '1e3'], '--feed wants a whole number of at least 1, not "1e3".'],
    [['--seed', '-1'], "Option '--seed' argument is ambiguous"],
    [['--exit'], '--exit waits for the end of a feed: add --feed N.'],
    [['--feed', '5', '--json'], '--json prints the result of a feed: add --feed N --exit.'],
    [['--feed', '5', '--exit', '--fresh'], '--fresh and --exit'],
    [['--door', 'fax'], '--door wants kafka or mllp, not "fax".'],
    [['--profile', 'real'], '--profile wants varied or believable, not "real".'],
    [['--as-of', '2026-02-30'], '--as-of wants a day as YYYY-MM-DD, not "2026-02-30".'],
    [['--port', 'web=0'], '--port wants NAME=PORT'],
    [['--port', 'oracle=1521'], '--port wants NAME=PORT'],
    [['--fresch'], "Unknown option '--fresch'"],
    [['stray'], "Unexpected argument 'stray'"],
  ])('are refused with what they want: %j', (args, message) => {
    expect(() => readOptions(args, {})).toThrow(message);
  });
});
