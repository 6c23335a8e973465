import { describe, expect, it } from '@jest/globals';
import { builtInSite, type Site, type Target } from '@ilium/site';
import { readTargets } from './target-config.js';

const usual: Omit<Target, 'name'> = {
  environment: 'test',
  lanes: {},
  systemOfRecord: {},
  patients: 'referenced',
  identity: 'compared',
  encounterWaitMinutes: 0,
  othersChanges: 'ours-wins',
  validation: 'warn',
  readBack: 0,
  provenance: false,
};

function site(name: string, ...targets: readonly (Partial<Target> & Pick<Target, 'name'>)[]): Site {
  return { ...builtInSite, name, targets: targets.map((target) => ({ ...usual, ...target })) };
}

const ehr = { name: 'ehr', url: 'https://ehr.example/fhir' };
const hl7 = {
  HL7_OUT_HOST: '127.0.0.1',
  HL7_OUT_KEY: 'k'.repeat(32),
  HL7_OUT_ASSIGNERS: '{"urn:oid:1.2":{"namespace":"A"}}',
};
const engine = { name: 'engine', lanes: { usual: 'hl7v2-out' } } as const;

describe('where records go', () => {
  it('is the server of FHIR_BASE_URL, with everything by the lane repository, where no site file names a target', () => {
    expect(readTargets({ FHIR_BASE_URL: 'https://server.example/fhir/' }, [site('here')])).toMatchObject([
      { name: 'fhir', site: null, baseUrl: 'https://server.example/fhir', lanes: {}, hl7: undefined },
    ]);
    expect(() => readTargets({}, [])).toThrow('FHIR_BASE_URL');
  });

  it('is what the site file names, at its address, with the variables of each', () => {
    const env = { FHIR_BASE_URL: 'https://else.example', FHIR_TIMEOUT_MS: '900', FHIR_REGISTRY_TIMEOUT_MS: '2000' };
    const registry = { name: 'registry', url: 'https://registry.example/fhir' };
    expect(readTargets(env, [site('here', ehr, registry)])).toMatchObject([
      { name: 'ehr', site: null, baseUrl: 'https://ehr.example/fhir', FHIR_TIMEOUT_MS: 900 },
      { name: 'registry', baseUrl: 'https://registry.example/fhir', FHIR_TIMEOUT_MS: 2_000 },
    ]);
  });

  it('is another address where a variable of the target says so', () => {
    const env = { FHIR_EHR_BASE_URL: 'http://127.0.0.1:4001/fhir' };
    expect(readTargets(env, [site('here', ehr)])).toMatchObject([{ baseUrl: 'http://127.0.0.1:4001/fhir' }]);
  });

  it('goes by site where there are several', () => {
    const other = { name: 'other', url: 'https://other.example/fhir' };
    const targets = readTargets({}, [site('here', ehr), site('there', other)]);
    expect(targets.map((target) => [target.name, target.site])).toEqual([
      ['ehr', 'here'],
      ['other', 'there'],
    ]);
  });

  it('has documents coded as the site file says, with the base and the time zone of the site', () => {
    const note = { system: 'http://loinc.org', code: '28570-0', display: 'Procedure note' };
    const told = { ...ehr, lanes: { usual: 'document' }, document: { types: { session: note } } } as const;
    const registry = { name: 'registry', url: 'https://registry.example' };
    expect(readTargets(hl7, [site('here', told, registry, engine)])).toMatchObject([
      {
        documents: {
          ...{ target: 'ehr', base: builtInSite.rules.base, timeZone: builtInSite.rules.timeZone },
          types: { session: { coding: [note], text: 'Procedure note' } },
        },
      },
      // It may have some from before its lanes were changed.
      { documents: { target: 'registry' } },
      { documents: undefined },
    ]);
  });

  it('is an interface engine where a lane is hl7v2-out', () => {
    expect(readTargets(hl7, [site('here', engine)])).toMatchObject([{ baseUrl: undefined, hl7: { target: 'engine' } }]);
  });

  it.each([
    ['a target without an address', {}, [site('here', { name: 'ehr' })], 'FHIR_EHR_BASE_URL'],
    ['one name at two sites', {}, [site('here', ehr), site('there', ehr)], '`ehr`'],
    ['an engine without a host', {}, [site('here', engine)], 'HL7_OUT_HOST'],
    ['two engines', hl7, [site('here', engine, { ...engine, name: 'second' })], 'run a second fhir-sync'],
  ])('is refused for %s', (_what, env, sites, said) => {
    expect(() => readTargets(env, sites)).toThrow(said);
  });
});
