import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ConfigurationError, readConfig } from './configuration.js';
import { databaseVariables, kafkaVariables, serviceVariables } from './service-variables.js';

const schema = z.object({
  ...serviceVariables,
  ...kafkaVariables,
  ...databaseVariables,
  ID_KEY: z.string().min(32).describe('Set ID_KEY to a secret of 32 characters or more.'),
});

const usable = {
  KAFKA_BROKERS: 'one:9092, two:9092',
  DATABASE_URL: 'postgres://mapper:word@127.0.0.1:5432/ilium',
  ID_KEY: 'k'.repeat(32),
};

function failureOf(env: Record<string, string | undefined>): ConfigurationError {
  try {
    readConfig(schema, env);
  } catch (error) {
    if (error instanceof ConfigurationError) return error;
    throw error;
  }
  throw new Error('The configuration was accepted.');
}

describe('readConfig', () => {
  it('reads texts into typed values, with defaults for what is not set', () => {
    expect(readConfig(schema, { ...usable, HTTP_PORT: '8080', EXIT_WITH_PARENT: '1' })).toMatchObject({
      KAFKA_BROKERS: ['one:9092', 'two:9092'],
      TOPIC_PREFIX: 'ilium.',
      HTTP_HOST: '127.0.0.1',
      HTTP_PORT: 8080,
      LOG_LEVEL: 'info',
      EXIT_WITH_PARENT: true,
    });
  });

  it('reads what every consumer can be told: accepted losses, and how long duplicates are known', () => {
    expect(readConfig(schema, usable)).toMatchObject({ ACCEPT_LOSS: [], INBOX_DAYS: 400 });
    const told = { ...usable, ACCEPT_LOSS: 'ilium.a.v1:0:12, ilium.a.v1:1:7', INBOX_DAYS: '30' };
    expect(readConfig(schema, told)).toMatchObject({
      ACCEPT_LOSS: ['ilium.a.v1:0:12', 'ilium.a.v1:1:7'],
      INBOX_DAYS: 30,
    });
    expect(failureOf({ ...usable, ACCEPT_LOSS: 'ilium.a.v1' }).message).toContain('expected topic:partition:offset');
    expect(failureOf({ ...usable, INBOX_DAYS: '0' }).message).toContain('INBOX_DAYS has an unusable value');
  });

  it('returns a frozen object without the rest of the environment', () => {
    const config = readConfig(schema, { ...usable, PATH: '/bin' });
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.keys(config)).not.toContain('PATH');
  });

  it('takes an empty variable for one that is not set', () => {
    expect(readConfig(schema, { ...usable, TOPIC_PREFIX: '', HTTP_PORT: '' })).toMatchObject({
      TOPIC_PREFIX: 'ilium.',
      HTTP_PORT: 0,
    });
    expect(failureOf({ ...usable, ID_KEY: '' }).message).toContain('ID_KEY is not set');
  });

  it('names every faulty variable, what is wrong with it and the remedy', () => {
    const { faults } = failureOf({ ...usable, ID_KEY: undefined, HTTP_PORT: '99999', KAFKA_BROKERS: 'nowhere' });
    expect(faults).toHaveLength(3);
    expect(faults.join('\n')).toMatch(/ID_KEY is not set\. Set ID_KEY to a secret of 32 characters or more\./);
    expect(faults.join('\n')).toMatch(/HTTP_PORT has an unusable value \(.*65535.*\)\. Port to listen on/);
    expect(faults.join('\n')).toMatch(/KAFKA_BROKERS has an unusable value \(expected host:port.*\)/);
  });

  it('never shows a value', () => {
    const { message } = failureOf({
      DATABASE_URL: 'mysql://u:canary-1@h/d',
      ID_KEY: 'canary-2',
      LOG_LEVEL: 'canary-3',
    });
    expect(message).not.toContain('canary');
  });
});
