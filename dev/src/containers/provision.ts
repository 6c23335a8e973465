import { createTopics } from '@ilium/messaging';
import { kafkaVariables, readConfig } from '@ilium/observability';
import { provisionSchema } from '@ilium/persistence';
import { z } from 'zod';

/** Topics, schemas and roles for the services in containers. Changes nothing where all is there. */
const password = z.string().min(16).describe('Make one with `openssl rand -hex 24`; see .env.example.');
const config = readConfig(
  z.object({
    ...kafkaVariables,
    ADMIN_DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).describe('A role that may create roles and schemas.'),
    INTAKE_PASSWORD: password,
    MAPPER_PASSWORD: password,
    FHIR_SYNC_PASSWORD: password,
    ANALYTICS_PASSWORD: password,
    HAPI_PASSWORD: password,
  }),
  process.env,
);

/** The HAPI FHIR server keeps its tables in the same database, in a schema of its own. */
const passwords = {
  intake: config.INTAKE_PASSWORD,
  mapper: config.MAPPER_PASSWORD,
  fhir_sync: config.FHIR_SYNC_PASSWORD,
  analytics: config.ANALYTICS_PASSWORD,
  hapi: config.HAPI_PASSWORD,
};

const created = await createTopics({ brokers: config.KAFKA_BROKERS, topicPrefix: config.TOPIC_PREFIX });
console.log(`topics created: ${created.join(', ') || 'none, all are there'}`);
for (const [name, own] of Object.entries(passwords)) {
  await provisionSchema(config.ADMIN_DATABASE_URL, { schema: name, role: name, password: own });
  console.log(`schema and role: ${name}`);
}
