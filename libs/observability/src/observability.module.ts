import { Controller, type DynamicModule, Get, Inject, Module, Res } from '@nestjs/common';
import { HealthRegistry, type HealthReport } from './health.js';
import type { Logger } from './logger.js';
import { Registry, renderMetrics } from './metrics.js';

/** Injection token of the service's `Logger`. */
export const LOGGER = Symbol('LOGGER');

/** The parts of Fastify's reply that are used here. */
interface Reply {
  code(status: number): unknown;
  header(name: string, value: string): unknown;
}

@Controller('health')
class HealthController {
  constructor(@Inject(HealthRegistry) private readonly health: HealthRegistry) {}

  @Get('live')
  live(): { status: 'up' } {
    return { status: 'up' };
  }

  @Get('ready')
  async ready(@Res({ passthrough: true }) reply: Reply): Promise<HealthReport> {
    const report = await this.health.report();
    reply.code(report.status === 'up' ? 200 : 503);
    return report;
  }
}

@Controller('metrics')
class MetricsController {
  constructor(@Inject(Registry) private readonly registry: Registry) {}

  @Get()
  async metrics(@Res({ passthrough: true }) reply: Reply): Promise<string> {
    const { contentType, body } = await renderMetrics(this.registry);
    reply.header('content-type', contentType);
    return body;
  }
}

export interface ObservabilityOptions {
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly health: HealthRegistry;
}

/** Serves `/health/live`, `/health/ready` and `/metrics`; injects `LOGGER`, `Registry` and `HealthRegistry` anywhere. */
@Module({})
export class ObservabilityModule {
  static forRoot({ logger, metrics, health }: ObservabilityOptions): DynamicModule {
    return {
      module: ObservabilityModule,
      global: true,
      controllers: [HealthController, MetricsController],
      providers: [
        { provide: LOGGER, useValue: logger },
        { provide: Registry, useValue: metrics },
        { provide: HealthRegistry, useValue: health },
      ],
      exports: [LOGGER, Registry, HealthRegistry],
    };
  }
}
