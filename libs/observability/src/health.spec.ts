import { describe, expect, it } from '@jest/globals';
import { HealthRegistry } from './health.js';

describe('HealthRegistry', () => {
  it('is up when every check passes, and when there is none', async () => {
    const health = new HealthRegistry();
    expect(await health.report()).toEqual({ status: 'up', checks: {} });
    health.add('database', () => undefined);
    health.add('kafka', async () => undefined);
    expect(await health.report()).toEqual({
      status: 'up',
      checks: { database: { status: 'up' }, kafka: { status: 'up' } },
    });
  });

  it('is down when one check fails, and says which and why without values', async () => {
    const health = new HealthRegistry();
    health.add('database', () => undefined);
    health.add('fhir-server', () => {
      throw Object.assign(new Error('connect ECONNREFUSED 10.0.0.4:443'), { code: 'ECONNREFUSED' });
    });
    expect(await health.report()).toEqual({
      status: 'down',
      checks: {
        database: { status: 'up' },
        'fhir-server': { status: 'down', reason: 'ECONNREFUSED: connect ECONNREFUSED …' },
      },
    });
  });

  it('is up when a check only has something to say, and says it', async () => {
    const health = new HealthRegistry();
    health.add('fhir-server', () => 'It is away.');
    expect(await health.report()).toEqual({
      status: 'up',
      checks: { 'fhir-server': { status: 'up', reason: 'It is away.' } },
    });
  });

  it('does not wait for a check that hangs', async () => {
    const health = new HealthRegistry({ checkWithinMs: 20 });
    health.add('kafka', () => new Promise(() => undefined));
    expect(await health.report()).toEqual({
      status: 'down',
      checks: { kafka: { status: 'down', reason: 'No answer in time.' } },
    });
  });

  it('is down from the moment it drains', async () => {
    const health = new HealthRegistry();
    health.drain();
    expect(await health.report()).toMatchObject({ status: 'down', checks: { draining: { status: 'down' } } });
  });

  it('gives a name away once', () => {
    const health = new HealthRegistry();
    health.add('database', () => undefined);
    expect(() => health.add('database', () => undefined)).toThrow(/database already/);
  });
});
