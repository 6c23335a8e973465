import { describe, expect, test } from '@jest/globals';
import { defaultRules, type Rules } from '../rules.js';
import type { SiteCode } from './site-codes.js';
import { contrastSpreadOf, worstSpread } from './contrast.js';
import { guidanceModalityOf } from './guidance.js';
import { positionOf } from './positions.js';
import { routeTargetOf } from './routes.js';
import { systems } from './systems.js';

function siteWith(table: 'routes' | 'contrast' | 'positions' | 'guidance', ...codes: SiteCode[]): Rules {
  return { ...defaultRules, codes: { [table]: codes } };
}

describe('routes', () => {
  test.each([
    [{ system: 'SCT', code: '12130007' }, 'joint'],
    [{ system: 'HL70162', code: 'EP' }, 'epidural'],
    [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0162', code: 'EP' }, 'epidural'],
    [{ code: 'EP' }, 'epidural'],
    [{ system: 'HL70162', code: 'SC' }, 'skin'],
    [{ system: 'HL70162', code: 'ID' }, 'skin'],
    [{ system: 'HL70162', code: 'IM' }, 'elsewhere'],
  ])('%j leads to the %s', (route, target) => {
    expect(routeTargetOf(route, defaultRules)).toBe(target);
  });

  test.each([{ system: 'HL70162', code: 'IA' }, { code: 'IA' }])(
    'trap 3: %j is intra-arterial, never the joint',
    (route) => {
      expect(routeTargetOf(route, defaultRules)).toBe('elsewhere');
    },
  );

  test('trap 3: intrasynovial is not taken for the joint unless the site says so', () => {
    const route = { system: 'HL70162', code: 'IS' };
    expect(routeTargetOf(route, defaultRules)).toBeUndefined();
    const rules = siteWith('routes', { ...route, as: { system: systems.snomed, code: '12130007' } });
    expect(routeTargetOf(route, rules)).toBe('joint');
  });

  test('unknown stays unknown: no route, or one that no table knows', () => {
    const routes = [undefined, null, { code: 'XYZ' }, { system: 'HL70162', code: '12130007' }];
    expect(routes.map((route) => routeTargetOf(route, defaultRules))).toEqual(routes.map(() => undefined));
  });
});

describe('what contrast showed', () => {
  test('our own words, and the site’s', () => {
    const rules = siteWith('contrast', { code: 'ARTHRO+', as: { system: 'ilium', code: 'intra-articular' } });
    expect(contrastSpreadOf({ code: 'vascular' }, defaultRules)).toBe('vascular');
    expect(contrastSpreadOf({ code: 'ARTHRO+' }, rules)).toBe('intra-articular');
    expect(contrastSpreadOf({ code: 'ARTHRO+' }, defaultRules)).toBeUndefined();
  });

  test('of several the least reassuring counts', () => {
    expect(worstSpread(['intra-articular', 'peri-articular'])).toBe('peri-articular');
    expect(worstSpread(['intra-articular', 'not-confirmed'])).toBe('not-confirmed');
    expect(worstSpread(['peri-articular', 'vascular'])).toBe('vascular');
    expect(worstSpread([])).toBeUndefined();
  });
});

describe('image guidance and position', () => {
  test.each([
    [{ system: 'SCT', code: '44491008' }, 'fluoroscopy'],
    [{ system: 'SCT', code: '77477000' }, 'ct'],
    [{ system: 'SCT', code: '16310003' }, 'ultrasound'],
    [{ system: 'LN', code: '35927-3' }, 'fluoroscopy'],
    [{ system: 'LN', code: '26320-2' }, 'ct'],
  ])('%j is %s', (code, modality) => {
    expect(guidanceModalityOf(code, defaultRules)).toBe(modality);
  });

  test('a position is known by our own words and the site’s', () => {
    const rules = siteWith('positions', { system: '99OR', code: 'P1', as: { system: 'ilium', code: 'prone' } });
    expect(positionOf({ system: '99OR', code: 'P1' }, rules)).toBe('prone');
    expect(positionOf({ system: '99OR', code: 'P1' }, defaultRules)).toBeUndefined();
  });
});
