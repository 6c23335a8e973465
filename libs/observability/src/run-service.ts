import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { ConfigurationError } from './configuration.js';
import { ExplainedError } from './explained-error.js';
import { HealthRegistry } from './health.js';
import { announceListening } from './listening.js';
import { createLogger, type Logger } from './logger.js';
import { createMetrics, type Registry } from './metrics.js';
import { NestLogger } from './nest-logger.js';
import { ObservabilityModule } from './observability.module.js';
import { orderlyClose } from './orderly-close.js';
import type { ServiceConfig } from './service-variables.js';
import { stopOnRequest } from './stop.js';

/** What a service is built from. */
export interface ServiceContext<Config extends ServiceConfig> {
  readonly service: string;
  readonly config: Config;
  readonly logger: Logger;
  readonly metrics: Registry;
  readonly health: HealthRegistry;
}

export interface ServiceDefinition<Config extends ServiceConfig> {
  /** Its name in logs and metrics, for example `mapper`. */
  readonly service: string;
  /** Reads the configuration: `() => readConfig(schema, process.env)`, written in the service's `config.ts`. */
  readonly config: () => Config;
  readonly module: (context: ServiceContext<Config>) => DynamicModule | Type;
  /** Called before the application listens: the place for `app.connectMicroservice(…)`, security headers and the like. */
  readonly prepare?: (app: NestFastifyApplication, context: ServiceContext<Config>) => void | Promise<void>;
  /** How long stopping may take before the process exits anyway, with code 1. 15 s unless told otherwise. */
  readonly stopWithinMs?: number;
}

@Module({})
class ServiceRoot {}

/**
 * Runs a service for as long as its process lives: configuration, logging, HTTP with health and metrics, microservices,
 * and an orderly stop on SIGTERM, SIGINT or, where asked for, the end of the parent process.
 */
export async function runService<Config extends ServiceConfig>(definition: ServiceDefinition<Config>): Promise<void> {
  const context = openContext(definition);
  if (context === undefined) return;
  const { config, logger, health } = context;
  // Node's own report would print the error with whatever values it holds.
  process.on('uncaughtException', (error) => {
    logger.fatal('crashed', { error });
    process.exit(1);
  });
  const starting = start(definition, context);
  const stopping = stopOnRequest({
    logger,
    withinMs: definition.stopWithinMs ?? 15_000,
    withParent: config.EXIT_WITH_PARENT,
    stop: async () => {
      health.drain();
      await (await starting).close();
    },
  });
  try {
    const { app } = await starting;
    announceListening(logger, await app.getUrl());
    // After the HTTP side, so that health answers while Kafka is still on its way.
    await app.startAllMicroservices();
  } catch (error) {
    // What was just starting may fail because it is being stopped.
    if (stopping()) return;
    logger.fatal('start failed', { error });
    process.exit(1);
  }
}

function openContext<Config extends ServiceConfig>(
  definition: ServiceDefinition<Config>,
): ServiceContext<Config> | undefined {
  const { service } = definition;
  try {
    const config = definition.config();
    const logger = createLogger({ service, level: config.LOG_LEVEL });
    return { service, config, logger, metrics: createMetrics(service), health: new HealthRegistry() };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    process.stderr.write(`${service} cannot start. ${error.message}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

async function start<Config extends ServiceConfig>(
  definition: ServiceDefinition<Config>,
  context: ServiceContext<Config>,
): Promise<{ readonly app: NestFastifyApplication; readonly close: () => Promise<void> }> {
  const root = {
    module: ServiceRoot,
    imports: [ObservabilityModule.forRoot(context), definition.module(context)],
  };
  const app = await NestFactory.create<NestFastifyApplication>(root, new FastifyAdapter(), {
    logger: new NestLogger(context.logger),
    abortOnError: false,
  });
  const close = orderlyClose(app);
  await definition.prepare?.(app, context);
  await listen(app, context.config);
  return { app, close };
}

/** The usual reason why it fails has a remedy. */
async function listen(app: NestFastifyApplication, { HTTP_HOST, HTTP_PORT }: ServiceConfig): Promise<void> {
  try {
    await app.listen(HTTP_PORT, HTTP_HOST);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    const message = `Port ${HTTP_PORT} of ${HTTP_HOST} is in use: end the program that has it, or set another HTTP_PORT.`;
    throw new ExplainedError(message, 'EADDRINUSE', { cause: error });
  }
}
