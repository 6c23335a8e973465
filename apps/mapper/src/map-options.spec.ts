import { existsSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readMapOptions } from './map-options.js';

describe('the options of map', () => {
  it("are the files, and the simulated hospital's rules unless another site is named", () => {
    const options = readMapOptions(['a.json', 'b.json']);
    expect(options).toMatchObject({ files: ['a.json', 'b.json'], compare: undefined, asText: false, help: false });
    expect(existsSync(options.site)).toBe(true);
    expect(readMapOptions(['--site', 'x.yaml', '--compare', 'y.yaml', '--text', 'a.json'])).toMatchObject({
      files: ['a.json'],
      site: 'x.yaml',
      compare: 'y.yaml',
      asText: true,
    });
  });

  it.each(['today', '2026-02-30', '2026-13-01', '2026-3-12'])('take no %s for a day', (day) => {
    expect(() => readMapOptions(['--as-of', day])).toThrow('--as-of takes a day of the calendar such as 2026-03-12.');
  });

  it('say what is wrong with them', () => {
    expect(() => readMapOptions(['--text'])).toThrow('--text goes with --compare OTHER.yaml.');
    expect(() => readMapOptions(['--stie', 'x.yaml'])).toThrow("Unknown option '--stie'");
    expect(() => readMapOptions(['--site'])).toThrow("Option '--site <value>' argument missing");
  });
});
