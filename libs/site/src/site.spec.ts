import { defaultRules, type Rules } from '@ilium/clinical';
import { describe, expect, test } from '@jest/globals';
import { SiteError } from './faults.js';
import { defaultIncoming } from './incoming/incoming.js';
import { readSiteFile, siteOf, type Site } from './site.js';

function siteFrom(text: string): Site {
  return siteOf(readSiteFile({ path: 'a.yaml', text: `name: a\n${text}` }).content, []);
}

function faultsIn(text: string): readonly string[] {
  try {
    readSiteFile({ path: 'a.yaml', text });
  } catch (error) {
    if (error instanceof SiteError) return error.faults;
    throw error;
  }
  return [];
}

/** The default rules, of a file that is named and names these. */
function ofSites(...sites: readonly string[]): Rules {
  return { ...defaultRules, privacy: { ...defaultRules.privacy, sites } };
}

describe('a site file', () => {
  test('that says nothing but its name stands for the default rules', () => {
    expect(siteFrom('')).toEqual({ name: 'a', rules: ofSites('a'), incoming: defaultIncoming, targets: [] });
  });

  test('may name further sites that statistics are told apart by', () => {
    expect(siteFrom('privacy: { sites: [b, a] }').rules).toEqual(ofSites('a', 'b'));
    expect(() => siteFrom('privacy: { sites: [Anna Example] }')).toThrow(/sites/);
  });

  test('changes what it names and nothing else', () => {
    const { rules } = siteFrom(`
version: '7'
timeZone: America/Chicago
baselineDays: { epidural-injection: 14 }
expectedMeasures: { si-joint-fusion: [{ measure: odi }, { measure: nrs, painLocation: back, recall: 24h }] }
block: { thresholdPercent: 80 }
privacy: { profile: safe-harbor }
derivedInChart: [improved]`);
    expect(rules).toEqual({
      ...defaultRules,
      version: '7',
      timeZone: 'America/Chicago',
      baselineDays: { ...defaultRules.baselineDays, 'epidural-injection': 14 },
      expectedMeasures: {
        ...defaultRules.expectedMeasures,
        'si-joint-fusion': [{ measure: 'odi' }, { measure: 'nrs', painLocation: 'back', recall: '24h' }],
      },
      block: { ...defaultRules.block, thresholdPercent: 80 },
      privacy: { ...ofSites('a').privacy, profile: 'safe-harbor' },
      derivedInChart: ['improved'],
    });
  });

  test('that is empty is none: a file that was cut off does not pass for the default', () => {
    expect(faultsIn('')).toEqual(['a.yaml:1:1 (the whole file): expected keys with values, but nothing is there']);
    expect(faultsIn('version: "1"')).toEqual(['a.yaml:1:1 name: expected string, but nothing is there']);
  });

  test.each([
    ['timezone: UTC', 'a.yaml:2:1 timezone: no key here; is timeZone meant?'],
    ['block: { treshold: 3 }', 'a.yaml:2:10 block.treshold: no key here; there are thresholdPercent, beforeMinutes,'],
    ['baselineDays: { si-joint-fuson: 3 }', 'is si-joint-fusion meant?'],
    ['codes: { drug: [] }', 'a.yaml:2:10 codes.drug: no key here; is drugs meant?'],
    ['windows: { M13: {} }', 'a.yaml:2:12 windows.M13: no key here; is M3 meant?'],
    ['windows: [{ name: W1, firstday: 1 }]', 'windows[0].firstday: no key here; is firstDay meant?'],
    ['windows: { W1: { first: 1 } }', 'windows.W1.first: no key here; there are firstDay, lastDay, nominalDay'],
  ])('refuses a key that is not known, and names the nearest: %s', (text, fault) => {
    expect(faultsIn(`name: a\n${text}`).join('\n')).toContain(fault);
  });

  test.each([
    ['timeZone: Mars/Base', 'a.yaml:2:1 timeZone: an IANA time zone expected'],
    ['version: 2', 'version: expected string, received number; put it in quotes'],
    ['base: https://ilium.example/fhir/', 'base: an http(s) address without a slash at its end expected'],
    ['base: https://user:word@ilium.example', 'base: an http(s) address'],
    ['diaryDays: 0', 'diaryDays: Too small: expected number to be >=1'],
    ['block: { afterLastMinute: 15 }', 'a.yaml:2:10 block.afterLastMinute: more than afterFirstMinute expected'],
    ['privacy:', 'privacy: expected keys with values, but nothing is there'],
    ['windows: soon', 'windows: expected array, received string, or expected keys with values, received string'],
    ['feedPrecedence: [dft, adt, dft]', 'feedPrecedence: the same name stands twice'],
    ['pgicBest: top', 'pgicBest: expected one of "lowest"|"highest"'],
  ])('refuses %s, with line, place and what is expected', (text, fault) => {
    expect(faultsIn(`name: a\n${text}`).join('\n')).toContain(fault);
  });

  test('tells all its faults at once, in the order of its lines', () => {
    const places = faultsIn('name: A\npgicBest: up\ncharges: { settleDays: -1 }\nx: 1').map(
      (fault) => fault.split(' ')[0],
    );
    expect(places).toEqual(['a.yaml:1:1', 'a.yaml:2:1', 'a.yaml:3:12', 'a.yaml:4:1']);
  });

  test('that has a wrong form in one key is looked through in the others all the same', () => {
    const text = 'name: a\ntimezone: UTC\ncodes: { drugs: [{ code: X, as: steroids }] }\nbase: 7';
    const block = 'block: { afterLastMinute: 15 }';
    const places = (file: string) => faultsIn(file).map((fault) => fault.split(' ')[1]);
    // What a code stands for can not be judged without the base.
    expect(places(`${text}\n${block}`)).toEqual(['timezone:', 'base:', 'block.afterLastMinute:']);
    expect(places(text.replace('\nbase: 7', ''))).toEqual(['timezone:', 'codes.drugs[0].as:']);
  });

  test.each([
    ['name: "hunter2\nversion: x', 'a.yaml:2:11 a character is missing'],
    ['name: a\nname: hunter2', 'a.yaml:2:1 this key stands twice'],
    ['name: a\n\tversion: hunter2', 'a tab can not indent'],
    ['name: !hunter2 a', 'tags'],
    ['name: *hunter2', "an alias (`*name`) can't be followed"],
    ['name: hunter2 hunter2', 'a.yaml:1:1 name: small letters'],
    ['name: a\ntimeZone: hunter2', 'a.yaml:2:1 timeZone'],
  ])('is never quoted, whatever is wrong with it: %j', (text, fault) => {
    const said = faultsIn(text).join('\n');
    expect(said).toContain(fault);
    expect(said).not.toContain('hunter2');
  });
});
