import { z } from 'zod';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

/** What every service reads; spread it into the service's own schema. */
export const serviceVariables = {
  HTTP_HOST: z.string().default('127.0.0.1').describe('Address to listen on, for example 127.0.0.1 or 0.0.0.0.'),
  HTTP_PORT: z.coerce.number().int().min(0).max(65_535).default(0).describe('Port to listen on, 0 for any free one.'),
  LOG_LEVEL: z
    .enum(logLevels)
    .default('info')
    .describe(`One of ${logLevels.join(', ')}.`),
  EXIT_WITH_PARENT: z
    .enum(['0', '1'])
    .default('0')
    .transform((text) => text === '1')
    .describe(
      '1 stops the service when its standard input closes, as it does when the process that started it is gone.',
    ),
};

/** What a service on Kafka reads as well. */
export const kafkaVariables = {
  KAFKA_BROKERS: z
    .string()
    .transform((text) => text.split(',').map((broker) => broker.trim()))
    .pipe(z.array(z.string().regex(/^[^\s:]+:\d+$/, 'expected host:port, several of them separated by commas')).min(1))
    .describe('Set it to the addresses of the Kafka brokers, for example 127.0.0.1:9092.'),
  TOPIC_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9._-]*$/, 'expected letters, digits, dots, underscores and hyphens only')
    .default('ilium.')
    .describe('What the names of the topics begin with, for example ilium.'),
  ACCEPT_LOSS: z
    .string()
    .transform((text) => text.split(',').map((loss) => loss.trim()))
    .pipe(z.array(z.string().regex(/^[^\s:]+:\d+:\d+$/, 'expected topic:partition:offset, separated by commas')))
    .default([])
    .describe('Losses to go on after, as the log and the health check name them: topic:partition:offset.'),
  INBOX_DAYS: z.coerce
    .number()
    .int()
    .min(1)
    .max(36_500)
    .default(400)
    .describe('Days until the inbox forgets a message and a duplicate of it would be processed again.'),
};

/** What a service with a database reads as well. */
export const databaseVariables = {
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'expected a PostgreSQL URL' })
    .describe("Set it to the service's own role: postgres://role:password@host:5432/database."),
};

/** The part of a service's configuration that `runService` uses. */
export interface ServiceConfig {
  readonly HTTP_HOST: string;
  readonly HTTP_PORT: number;
  readonly LOG_LEVEL: LogLevel;
  readonly EXIT_WITH_PARENT: boolean;
}
