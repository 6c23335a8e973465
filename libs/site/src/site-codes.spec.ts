import { defaultRules } from '@ilium/clinical';
import { describe, expect, test } from '@jest/globals';
import { siteCodeFaults, siteCodes } from './site-codes.js';
import type { SiteFile } from './site-file.js';

const { base } = defaultRules;
const meant = (as: string) => siteCodes({ base, codes: { procedures: [{ code: 'X', as }] } }).procedures?.[0]?.as;
const faults = (codes: SiteFile['codes']) =>
  siteCodeFaults({ base, codes }).map(({ path, message }) => `${path.join('.')}: ${message}`);

describe("a site's own code", () => {
  test.each([
    ['CPT|27096', 'http://www.ama-assn.org/go/cpt', '27096'],
    ['sct|12130007', 'http://snomed.info/sct', '12130007'],
    ['http://loinc.org|72514-3', 'http://loinc.org', '72514-3'],
    ['urn:oid:2.999|A', 'urn:oid:2.999', 'A'],
    ['si-joint-injection', 'ilium', 'si-joint-injection'],
    [`${base}/CodeSystem/procedure-type|si-joint-injection`, 'ilium', 'si-joint-injection'],
  ])('stands for %s as the tables know it', (as, system, code) => {
    expect(meant(as)).toEqual({ system, code });
    expect(faults({ procedures: [{ code: 'X', as }] })).toEqual([]);
  });

  test('stands for one thing only; of another system it is another code', () => {
    const a = { system: '99A', code: 'X', as: 'steroid' };
    expect(faults({ drugs: [a, { ...a, as: 'contrast' }] })).toEqual([
      'codes.drugs.1.code: this code stands twice in the table',
    ]);
    expect(faults({ drugs: [a, { ...a, system: '99B' }, { code: 'X', as: 'contrast' }] })).toEqual([]);
    const sameSystem = { code: 'X', as: 'steroid' };
    expect(
      faults({
        drugs: [
          { ...sameSystem, system: 'CPT' },
          { ...sameSystem, system: 'C4' },
        ],
      }),
    ).toHaveLength(1);
  });

  test.each([
    ['drugs', 'steriod', 'none of our words for drugs; is steroid meant?'],
    ['procedures', 'mixed', 'none of our words for procedures; there are si-joint-injection'],
    ['complications', 'alergy', 'is allergy meant?'],
    ['measures', 'PGIC', 'is pgic meant?'],
    ['routes', 'intra-articular', 'none of our words for routes; there are joint, epidural, nerve, skin, elsewhere'],
    ['routes', 'SNOMED|1', 'a known system (such as CPT, HCPCS, SCT, LN or RXNORM) or a URI expected before the bar'],
    ['routes', 'SCT|', 'a code expected after the bar'],
    ['routes', '|12130007', 'a known system'],
  ] as const)('can not stand for what there is not: in %s, %s', (table, as, fault) => {
    expect(faults({ [table]: [{ code: 'X', as }] }).join('\n')).toContain(`codes.${table}.0.as: `);
    expect(faults({ [table]: [{ code: 'X', as }] }).join('\n')).toContain(fault);
  });
});
