import { describe, expect, test } from '@jest/globals';
import { defaultRules } from '../rules.js';
import { sidesSaid, type Sided } from './sides.js';

const left = ['left'];
const right = ['right'];
const both = ['left', 'right'];
const site = (code: string, display?: string) => [
  { system: 'SCT', code, ...(display === undefined ? {} : { display }) },
];

describe('where a side may stand', () => {
  test.each<[string, Sided, readonly string[]]>([
    ['modifier LT', { modifiers: ['LT'] }, left],
    ['modifier rt', { modifiers: ['KX', 'rt'] }, right],
    ['modifier 50', { modifiers: ['50'] }, both],
    ['RT and LT on one line', { modifiers: ['RT', 'LT'] }, both],
    ['HL7 table 0495', { laterality: { system: 'HL70495', code: 'BIL' } }, both],
    ['a qualifier of SNOMED CT', { laterality: { system: 'SCT', code: '24028007' } }, right],
    ['the display of an unknown code', { laterality: { code: 'X7', display: 'Left' } }, left],
    ['a body site by post-coordination', { bodySite: site('39723000:272741003=7771000') }, left],
    ['… with blanks', { bodySite: site('39723000 : 272741003 = 51440002') }, both],
    ['the words of a body site', { bodySite: site('39723000', 'Right sacroiliac joint') }, right],
    ['the code of the procedure', { coded: ['right'] }, right],
    ['words', { words: ['Left SI joint injection'] }, left],
    ['a modifier among the words', { words: ['SI joint inj RT'] }, right],
    ['a letter before its joint', { words: ['R SIJ injection'] }, right],
    ['bilateral', { words: ['Bilateral SI joint injections'] }, both],
    ['left and right', { words: ['SI joint, left and right'] }, both],
    ['a text with another place', { words: ['Right SI joint injection, left leg pain'] }, right],
    ['a reason on both sides', { words: ['Left SI joint injection for bilateral low back pain'] }, left],
    ['both drugs', { words: ['Right SIJ injection, discussed risks of both steroid and anesthetic'] }, right],
    ['a side after its joint', { words: ['SIJ injection left under fluoroscopy'] }, left],
    ['capitals before the joint', { words: ['LT SIJ'] }, left],
    ['a side by itself', { words: ['Injection procedure, sacroiliac joint; right'] }, right],
    ['on both sides', { words: ['SI joint injection on both sides'] }, both],
    ['words between', { words: ['Left fluoroscopically guided intra-articular SI joint injection'] }, left],
    ['levels between', { words: ['Right L3, L4, L5 medial branch RFA'] }, right],
    ['an epidural', { words: ['Left L5-S1 transforaminal epidural steroid injection'] }, left],
    ['only the side of a pain', { words: ['SI joint injection for left leg pain'] }, []],
    ['only the side of another place', { words: ['Left hip pain'] }, []],
    ['nothing', { modifiers: ['KX'], laterality: { code: 'midline' }, words: ['SI joint injection'] }, []],
    ['words that are no side', { words: ['Patient left the room right after the injection'] }, []],
    ['deleted', { modifiers: null, laterality: null, bodySite: null }, []],
  ])('%s', (_, said, sides) => {
    expect(sidesSaid(said, defaultRules)).toEqual({ sides, isContradictory: false });
  });

  test("a site's own words, alone and in a text", () => {
    const rules = { ...defaultRules, codes: { sides: [{ code: 'links', as: { system: 'HL70495', code: 'L' } }] } };
    expect(sidesSaid({ laterality: { code: 'links' } }, rules).sides).toEqual(left);
    expect(sidesSaid({ words: ['Infiltration ISG Links'] }, rules).sides).toEqual(left);
  });
});

describe('trap 7: what contradicts itself is unknown', () => {
  test.each<[string, Sided]>([
    ['modifier and body site', { modifiers: ['LT'], bodySite: site('39723000:272741003=24028007') }],
    ['modifier and laterality', { modifiers: ['50'], laterality: { code: 'L' } }],
    ['modifier and words', { modifiers: ['LT'], words: ['Right SI joint injection'] }],
    ['50 and the words of one side', { modifiers: ['50'], words: ['Left SI joint injection'] }],
    ['two texts', { words: ['Left SI joint', 'Right SI joint'] }],
    ['a text that names two sides of its target', { words: ['Right SI joint injection, left SI joint spared'] }],
    ['a text with two sides and none at its target', { words: ['SI joint injection, right hip and left leg pain'] }],
    ['two sides and no target', { words: ['Steroid injection right, left'] }],
    ['a code and the words', { coded: ['right'], words: ['Left SI joint fusion'] }],
  ])('%s', (_, said) => {
    expect(sidesSaid(said, defaultRules)).toEqual({ sides: [], isContradictory: true });
  });

  test('the words of a whole visit do not contradict one of its lines', () => {
    expect(sidesSaid({ modifiers: ['RT'], words: ['Bilateral SI joint injection'] }, defaultRules).sides).toEqual(
      right,
    );
  });

  test('words that name more than the coded side do not contradict it', () => {
    const said = { modifiers: ['RT'], words: ['Right SI joint, left leg pain'] };
    expect(sidesSaid(said, defaultRules)).toEqual({ sides: right, isContradictory: false });
  });
});
