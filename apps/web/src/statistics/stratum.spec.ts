import {
  ageBands,
  epiduralApproaches,
  guidanceModalities,
  intents,
  priorTreatments,
  sessionSides,
  sexes,
  spinalRegions,
  steroids,
  type ProcedureType,
} from '@ilium/contracts';
import { describe, expect, it } from '@jest/globals';
import { codeOf, onlyText, partNamed, strata, strataOf } from './stratum.js';

describe('the strata that patients and sessions are divided by', () => {
  it('have a part for every word of the contract, each once', () => {
    const told = strata.map((stratum) => [stratum.parameter, stratum.parts.map((part) => codeOf(stratum, part))]);
    const words = { sex: sexes, ageBand: ageBands, guidance: guidanceModalities, steroid: steroids };
    const others = { sides: sessionSides, priorTreatment: priorTreatments, intent: intents };
    const some = { region: spinalRegions, approach: epiduralApproaches, firstOrRepeat: ['first', 'repeat'] };
    for (const [parameter, all] of Object.entries({ ...words, ...others, ...some }))
      expect(told).toContainEqual([parameter, expect.arrayContaining([...all])]);
    expect(told.flatMap(([, codes]) => codes)).toHaveLength(
      [words, others, some].flatMap((each) => Object.values(each).flat()).length,
    );
  });

  it('are those that a type of procedure has', () => {
    const idsOf = (type: ProcedureType) => strataOf({ type, of: 'treatments', sites: [] }).map(({ id }) => id);
    expect(idsOf('si-joint-injection')).not.toContain('region');
    expect(idsOf('facet-rfa')).toContain('region');
    expect(idsOf('facet-rfa')).not.toContain('approach');
    expect(idsOf('epidural-injection')).toEqual(expect.arrayContaining(['region', 'approach']));
  });

  it('are sites where there are several, and first or repeat where not only the first are counted', () => {
    const idsOf = (of: 'patients' | 'treatments', sites: readonly string[]) =>
      strataOf({ type: 'facet-rfa', of, sites }).map(({ id }) => id);
    expect(idsOf('treatments', ['HILL', 'RIV'])).toEqual(expect.arrayContaining(['turn', 'site']));
    expect(idsOf('patients', ['HILL', 'RIV'])).not.toContain('turn');
    expect(idsOf('treatments', ['RIV'])).not.toContain('site');
  });

  it('are said in words', () => {
    const only = [partNamed('sex', 'female'), partNamed('ageBand', '60-69')].flatMap((part) => part ?? []);
    expect([onlyText(only), onlyText([])]).toEqual(['only women, aged 60 to 69', '']);
    expect([partNamed('sex', 'constructor'), partNamed('of', 'patients'), partNamed('sex', null)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});
