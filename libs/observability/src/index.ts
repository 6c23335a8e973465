export { ConfigurationError, readConfig, type Environment } from './configuration.js';
export { describeError, type ErrorDescription } from './describe-error.js';
export { ExplainedError } from './explained-error.js';
export { HealthRegistry, type HealthCheck, type HealthReport } from './health.js';
export { openApiDocument, type ApiDescription, type OpenApiDocument } from './http/open-api.js';
export { ParametersPipe } from './http/parameters.pipe.js';
export { problem, type Problem } from './http/problem.js';
export { ProblemFilter } from './http/problem.filter.js';
export { announceListening } from './listening.js';
export type { LogFields } from './log-fields.js';
export { createLogger, silentLogger, type Logger, type LoggerOptions } from './logger.js';
export { Counter, createMetrics, Gauge, Histogram, Registry, renderMetrics } from './metrics.js';
export { NestLogger } from './nest-logger.js';
export { LOGGER, ObservabilityModule, type ObservabilityOptions } from './observability.module.js';
export { orderlyClose } from './orderly-close.js';
export { runService, type ServiceContext, type ServiceDefinition } from './run-service.js';
export {
  databaseVariables,
  kafkaVariables,
  logLevels,
  serviceVariables,
  type LogLevel,
  type ServiceConfig,
} from './service-variables.js';
