import { kafkaVariables, readConfig, serviceVariables } from '@ilium/observability';
import { z } from 'zod';
import { feedProfiles } from './feed/feed-profile.js';
import { profileNames } from './fhir/profiles/profiles.js';

const schema = z
  .object({
    ...serviceVariables,
    KAFKA_BROKERS: kafkaVariables.KAFKA_BROKERS.optional().describe(
      'A feed into Kafka needs it: set it to the addresses of the Kafka brokers, for example 127.0.0.1:9092.',
    ),
    TOPIC_PREFIX: kafkaVariables.TOPIC_PREFIX,
    SEED: z.coerce.number().int().min(0).max(1_000_000_000).default(1).describe('Names the feed: a whole number.'),
    COURSES: z.coerce.number().int().min(0).max(10_000_000).default(0).describe('Courses to send, 0 for no feed.'),
    FEED_PROFILE: z
      .enum(feedProfiles)
      .default('varied')
      .describe('varied tells everything in every way, often; believable sends courses as a clinic has them.'),
    FEED_RATE: z.coerce
      .number()
      .min(0)
      .max(1_000)
      .default(0)
      .describe('Fresh courses per second once the feed is sent, 0 for none.'),
    FEED_START: z
      .enum(['auto', 'manual'])
      .default('auto')
      .describe('auto sends the feed at once, manual waits for POST /feed/start.'),
    FEED_DOOR: z
      .enum(['kafka', 'mllp'])
      .default('kafka')
      .describe('kafka sends procedure events, mllp the same as HL7 v2 messages to MLLP_URL.'),
    MLLP_URL: z
      .string()
      .regex(/^[^\s:]+:\d{1,5}$/)
      .transform((text) => {
        const [host = '', port] = text.split(':');
        return { host, port: Number(port) };
      })
      .optional()
      .describe('A feed over MLLP needs it: host and port of the listener, for example 127.0.0.1:4620.'),
    FHIR_PROFILE: z
      .enum(profileNames)
      .default('repository')
      .describe(`Which target the FHIR server stands for: ${profileNames.join(', ')}.`),
    DATA_DIR: z
      .string()
      .optional()
      .describe('Folder that keeps the FHIR server and the progress of the feed between two runs.'),
  })
  .superRefine((config, context) => {
    const needed = config.FEED_DOOR === 'kafka' ? 'KAFKA_BROKERS' : 'MLLP_URL';
    if (config.COURSES + config.FEED_RATE > 0 && config[needed] === undefined) {
      context.addIssue({ code: 'custom', path: [needed], message: 'a feed needs it' });
    }
  });

export type HospitalConfig = Readonly<z.output<typeof schema>>;

export function readHospitalConfig(): HospitalConfig {
  return readConfig(schema, process.env);
}
