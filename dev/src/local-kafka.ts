import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { StartError } from './cause.js';
import { dockerAnswers, startContainer } from './docker.js';
import { LocalBroker } from './kafka/broker.js';
import { jarsAreThere, mavenAnswers, provideJars } from './kafka/jars.js';
import { assertAnswers } from './kafka/named-brokers.js';
import { findJava, type Java } from './kafka/java.js';
import { freePorts } from './ports.js';
import type { ManagedProcess } from './processes/managed-process.js';
import type { Report, RunFolder } from './project.js';

/** A Kafka that takes clients. */
export interface RunningKafka {
  /** Addresses, comma separated, as in `KAFKA_BROKERS`. */
  readonly brokers: string;
  /** In words: whose it is. */
  readonly origin: string;
  /** Where it is a child of this process. */
  readonly process?: ManagedProcess;
  stop(): Promise<void>;
}

export interface LocalKafkaOptions {
  readonly folder: RunFolder;
  readonly report: Report;
  readonly env: NodeJS.ProcessEnv;
  readonly port?: number | undefined;
}

/** Order of choice: a broker that is named, this machine's Java, a Docker engine. */
export async function startKafka(options: LocalKafkaOptions): Promise<RunningKafka> {
  const named = options.env['KAFKA_BROKERS'];
  if (named) {
    await assertAnswers(named);
    return { brokers: named, origin: 'named in KAFKA_BROKERS', stop: () => Promise.resolve() };
  }

  const java = await findJava(options.env);
  const missing = java.command === null ? java.found : await missingForJars(`Java ${java.version}`);
  if (java.command !== null && missing === undefined) return startByJava(java, options);
  if (await dockerAnswers()) return startInDocker(options);
  throw new StartError(
    `Kafka needs Java ≥ 17 with Maven, or a Docker engine: there is ${missing}, and no Docker daemon answers.\n    Install a JDK and Maven, or start Docker, or name a broker: KAFKA_BROKERS=host:9092`,
  );
}

/** What keeps a Java from being enough, in words. */
async function missingForJars(java: string): Promise<string | undefined> {
  return (await jarsAreThere()) || (await mavenAnswers()) ? undefined : `${java} without Maven`;
}

async function startByJava(java: Java, options: LocalKafkaOptions): Promise<RunningKafka> {
  const broker = await LocalBroker.start({
    java,
    jars: await provideJars(options.report),
    dataFolder: join(options.folder.data, 'kafka'),
    logFile: join(options.folder.logs, 'kafka.log'),
    port: options.port,
  });
  return {
    brokers: broker.address,
    origin: `Java ${java.version}`,
    process: broker.process,
    stop: () => broker.stop(),
  };
}

async function startInDocker(options: LocalKafkaOptions): Promise<RunningKafka> {
  const [anyPort = 0] = await freePorts(1);
  const port = options.port ?? anyPort;
  const environment = {
    KAFKA_NODE_ID: '1',
    KAFKA_PROCESS_ROLES: 'broker,controller',
    KAFKA_LISTENERS: 'BROKER://:9092,INSIDE://:9094,CONTROLLER://:9093',
    KAFKA_ADVERTISED_LISTENERS: `BROKER://127.0.0.1:${port},INSIDE://localhost:9094`,
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'BROKER:PLAINTEXT,INSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT',
    KAFKA_INTER_BROKER_LISTENER_NAME: 'INSIDE',
    KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
    KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
    KAFKA_LOG_DIRS: '/var/lib/kafka/data',
    KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
    KAFKA_NUM_PARTITIONS: '12',
    KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
    KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '4',
    KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
    KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
    KAFKA_MESSAGE_MAX_BYTES: '9437184',
    KAFKA_REPLICA_FETCH_MAX_BYTES: '9437184',
    KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    KAFKA_GROUP_MIN_SESSION_TIMEOUT_MS: '1000',
  };
  const stop = await startContainer({
    image: 'kafka',
    containerPort: 9092,
    port,
    environment,
    command: [],
    volume: { name: volumeOf(options.folder.data, 'kafka'), path: '/var/lib/kafka/data' },
    ready: /Kafka Server started/,
  });
  return { brokers: `127.0.0.1:${port}`, origin: 'Docker', stop };
}

/** The Docker volume that stands for a run's data. */
export function volumeOf(folder: string, part: 'kafka' | 'postgres'): string {
  return `ilium-${part}-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`;
}
