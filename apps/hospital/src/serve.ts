import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openProducer } from '@ilium/messaging';
import { MllpClient } from '@ilium/mllp';
import { runService, type Logger, type ServiceContext } from '@ilium/observability';
import { AppModule } from './app.module.js';
import { readHospitalConfig, type HospitalConfig } from './config.js';
import type { Door } from './doors/door.js';
import { kafkaDoor } from './doors/kafka-door.js';
import { MllpDoor } from './doors/mllp-door.js';
import { chartResources } from './feed/chart-resources.js';
import { Feed } from './feed/feed.js';
import { ProgressFile } from './feed/progress-file.js';
import type { Course } from './feed/story.js';
import { Faults } from './fhir/faults/faults.js';
import { fhirRoutes } from './fhir/fhir-routes.js';
import { FhirServer } from './fhir/fhir-server.js';
import { JournalFile } from './fhir/journal-file.js';
import { ProfileSwitch } from './fhir/profiles/profile-switch.js';
import { RecordStore } from './fhir/record-store.js';

interface Hospital {
  readonly store: RecordStore;
  readonly faults: Faults;
  readonly profile: ProfileSwitch;
  readonly feed: Feed;
}

/** Runs the simulated hospital as a service: its FHIR server under `/fhir`, and its feed. */
export async function serve(): Promise<void> {
  let hospital: Hospital | undefined;
  const open = (context: ServiceContext<HospitalConfig>) => (hospital ??= openHospital(context));
  await runService({
    service: 'hospital',
    config: readHospitalConfig,
    module: (context) => AppModule.of(open(context)),
    prepare: async (app, context) => {
      const { store, faults, profile, feed } = open(context);
      const server = new FhirServer(store, (error) => context.logger.error('FHIR request failed', { error }));
      await app.register(fhirRoutes({ server, faults, profile }), { prefix: '/fhir' });
      if (context.config.FEED_START === 'auto') feed.start();
    },
  });
}

function openHospital({ config, logger }: ServiceContext<HospitalConfig>): Hospital {
  const { DATA_DIR } = config;
  if (DATA_DIR !== undefined) mkdirSync(DATA_DIR, { recursive: true });
  const store =
    DATA_DIR === undefined
      ? new RecordStore()
      : JournalFile.open(join(DATA_DIR, 'fhir.ndjson'), (journal) => new RecordStore({ journal }));
  const profile = new ProfileSwitch(config.FHIR_PROFILE);
  return { store, faults: new Faults(), profile, feed: openFeed(config, store, logger) };
}

function openFeed(config: HospitalConfig, store: RecordStore, logger: Logger): Feed {
  const { DATA_DIR, SEED, COURSES, FEED_PROFILE: profile, FEED_RATE, FEED_DOOR: door } = config;
  return new Feed({
    settings: { seed: SEED, courses: COURSES, profile, coursesPerSecond: FEED_RATE, door },
    openDoor: () => openDoor(config, logger),
    progress: new ProgressFile(DATA_DIR === undefined ? undefined : join(DATA_DIR, 'feed.json')),
    chart: (course) => writeChart(store, course),
    logger,
  });
}

/** So many messages of one connection wait for their acknowledgements. */
const mllpWindow = 64;

async function openDoor({ FEED_DOOR, MLLP_URL, ...config }: HospitalConfig, logger: Logger): Promise<Door> {
  if (FEED_DOOR === 'mllp' && MLLP_URL !== undefined) {
    return new MllpDoor({ connect: () => MllpClient.connect({ ...MLLP_URL, window: mllpWindow }) });
  }
  const { KAFKA_BROKERS: brokers = [], TOPIC_PREFIX } = config;
  return kafkaDoor(await openProducer({ brokers, clientId: 'hospital', logger }), TOPIC_PREFIX);
}

/** All records of a course in one unit of work: an Encounter refers to its Patient. */
function writeChart(store: RecordStore, course: Course): void {
  store.atomically(() => {
    for (const resource of chartResources(course)) store.write(resource.id, resource);
  });
}
