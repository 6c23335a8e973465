import { resolve } from 'node:path';
import { defaultRules } from '@ilium/clinical';
import { describe, expect, it } from '@jest/globals';
import { asOfDay, readMapperConfig, rulesOf } from './config.js';

const root = resolve(import.meta.dirname, '../../..');
const usable = {
  KAFKA_BROKERS: 'one:9092',
  DATABASE_URL: 'postgres://mapper:word@127.0.0.1:5432/ilium',
  ID_KEY: 'k'.repeat(32),
};

describe("the mapper's configuration", () => {
  it('takes the rules from the site file that SITE names', () => {
    const config = readMapperConfig({ ...usable, SITE: `${root}/config/sites/riverside.yaml` });
    expect(config.site.name).toBe('riverside');
    expect(rulesOf(config).derivedInChart).toContain('percent-improvement');
  });

  it('has the default rules where no site is named, but not in production', () => {
    expect(rulesOf(readMapperConfig(usable))).toBe(defaultRules);
    expect(rulesOf(readMapperConfig({ ...usable, SITE: '' }))).toBe(defaultRules);
    expect(() => readMapperConfig({ ...usable, NODE_ENV: 'production' })).toThrow(
      'SITE is not set. Name the site file',
    );
  });

  it('says which file of the site is wrong, and where', () => {
    expect(() => readMapperConfig({ ...usable, SITE: 'none.yaml' })).toThrow(/none\.yaml can't be read \(ENOENT\)/);
    const noSite = `${root}/docker-compose.yml`;
    expect(() => readMapperConfig({ ...usable, SITE: noSite })).toThrow(
      /docker-compose\.yml:\d+:1 services: no key here/,
    );
  });

  it('counts days in the time zone of the site, unless the day is fixed', () => {
    const config = readMapperConfig({ ...usable, AS_OF: '2026-03-12' });
    expect(asOfDay(config)).toBe('2026-03-12');
    expect(() => readMapperConfig({ ...usable, AS_OF: '2026-02-30' })).toThrow('AS_OF has an unusable value');
  });

  it('opens the routes for codes to who has the token, without one to this machine only, in production to nobody', () => {
    const token = 't'.repeat(32);
    const site = `${root}/config/sites/riverside.yaml`;
    expect(readMapperConfig({ ...usable, API_TOKEN: token }).access).toEqual({ kind: 'token', token });
    expect(readMapperConfig(usable).access).toEqual({ kind: 'open' });
    expect(readMapperConfig({ ...usable, HTTP_HOST: '0.0.0.0' }).access).toEqual({ kind: 'off' });
    expect(readMapperConfig({ ...usable, NODE_ENV: 'production', SITE: site }).access).toEqual({ kind: 'off' });
    expect(() => readMapperConfig({ ...usable, API_TOKEN: 'short' })).toThrow('API_TOKEN has an unusable value');
  });
});
