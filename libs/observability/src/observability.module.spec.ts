import { Controller, Get, Module } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { HealthRegistry } from './health.js';
import { silentLogger } from './logger.js';
import { Counter, createMetrics } from './metrics.js';
import { ObservabilityModule } from './observability.module.js';

@Controller('v1/ledger')
class LedgerController {
  @Get()
  ledger(): string {
    return 'ledger';
  }
}

@Module({ controllers: [LedgerController] })
class LedgerModule {}

describe('ObservabilityModule', () => {
  const health = new HealthRegistry();
  const metrics = createMetrics('mapper');
  let app: NestFastifyApplication;

  beforeEach(async () => {
    const imports = [ObservabilityModule.forRoot({ logger: silentLogger, metrics, health }), LedgerModule];
    const module = await Test.createTestingModule({ imports }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter(), { logger: false });
    await app.init();
  });
  afterEach(() => app.close());

  it('serves the metrics in the text format of Prometheus', async () => {
    new Counter({ name: 'ilium_fates_total', help: 'Fates', labelNames: ['fate'], registers: [metrics] }).inc({
      fate: 'done',
    });
    const answer = await app.inject('/metrics');
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(answer.body).toContain('ilium_fates_total{fate="done",service="mapper"} 1');
    expect(answer.body).toContain('process_resident_memory_bytes');
  });

  it('is alive whatever the checks say, and ready only when all of them pass', async () => {
    expect((await app.inject('/health/ready')).statusCode).toBe(200);
    health.add('kafka', () => Promise.reject(new Error('away')));
    const [live, ready] = [await app.inject('/health/live'), await app.inject('/health/ready')];
    expect([live.statusCode, live.json()]).toEqual([200, { status: 'up' }]);
    expect([ready.statusCode, ready.json()]).toEqual([
      503,
      { status: 'down', checks: { kafka: { status: 'down', reason: 'Error: away' } } },
    ]);
  });

  it("leaves the service's own routes alone", async () => {
    expect((await app.inject('/v1/ledger')).body).toBe('ledger');
  });
});
