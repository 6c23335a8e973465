import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { ledger, readProcedureEvent, topicName } from '@ilium/contracts';
import { createTopics, readTopic, toRawRecord } from '@ilium/messaging';
import { provisionSchema } from '@ilium/persistence';
import { Client } from 'pg';
import { findJava } from '../dev/src/kafka/java.js';
import { startKafka, type RunningKafka } from '../dev/src/local-kafka.js';
import { startPostgres, type RunningPostgres } from '../dev/src/local-postgres.js';
import type { RunFolder } from '../dev/src/project.js';
import { registeredWhere } from '../dev/src/registered-where.js';
import { anyPorts } from '../dev/src/start/ports.js';
import { startService, type RunningService } from '../dev/src/start/service-process.js';
import { services, type Surroundings } from '../dev/src/start/services.js';
import { until } from '../dev/src/test-environment.js';
import { MllpSender } from './mllp-sender.js';

jest.setTimeout(400_000);

const java = await findJava(process.env);
const connections = 8;
const messagesEach = 400;
/** In which order the parts are killed; each in the middle of the feed. */
const victims = ['intake', 'postgres', 'intake', 'kafka', 'postgres', 'intake', 'kafka', 'postgres', 'intake'] as const;

const password = randomBytes(18).toString('base64url');
// Servers of its own: those of the test run must not be killed.
const env = { ...process.env, DATABASE_URL: undefined, KAFKA_BROKERS: undefined };

/** A score of an invented patient; its number is the control id, the order and, in the event, the score's identifier. */
function messageOf(id: string): string {
  return [
    `MSH|^~\\&|SIM-PRO|SIMHOSP|ILIUM|PAIN|20260312100500-0400||ORU^R01^ORU_R01|${id}|T|2.5.1||||||UNICODE UTF-8`,
    `PID|1||SYN-${id}^^^RIVERSIDE^MR`,
    `OBR|1||${id}^SIM-PRO|SIJFU^Follow-up^99PRO|||20260312100000-0400`,
    'OBX|1|NM|72514-3^NRS^LN||6|{score}|||||F|||20260312100000-0400',
    '',
  ].join('\r');
}

class Parts {
  #kafka: RunningKafka | undefined;
  #postgres: RunningPostgres | undefined;
  #intake: RunningService | undefined;
  #around: Surroundings | undefined;
  #folder: RunFolder | undefined;

  get around(): Surroundings {
    if (this.#around === undefined) throw new Error('nothing is started');
    return this.#around;
  }

  async start(): Promise<void> {
    const data = await mkdtemp(join(tmpdir(), 'ilium-intake-kill-'));
    // PostgreSQL runs as a user of its own where this one is root.
    await chmod(data, 0o755);
    this.#folder = { data, logs: join(data, 'logs') };
    await mkdir(this.#folder.logs);
    const ports = await anyPorts();
    this.#around = {
      brokers: `127.0.0.1:${ports.kafka}`,
      databaseUrls: { intake: '', mapper: '', fhir_sync: '', analytics: '', console: '' },
      ports,
      secrets: {
        ...{ postgres: password, intake: password, mapper: password, fhir_sync: password, analytics: password },
        ...{ console: password, idKey: randomBytes(32).toString('hex'), bodyKey: randomBytes(32).toString('base64') },
      },
      dataFolder: data,
      topicPrefix: 'ilium.',
      seed: 1,
      courses: 0,
      feedRate: 0,
      asOf: undefined,
    };
    await Promise.all([this.startPart('kafka'), this.startPart('postgres')]);
    await createTopics({ brokers: [this.around.brokers], topicPrefix: 'ilium.' });
    const url = await provisionSchema(this.#postgres?.adminUrl ?? '', { schema: 'intake', role: 'intake', password });
    this.#around = { ...this.around, databaseUrls: { ...this.around.databaseUrls, intake: url } };
    await this.startPart('intake');
  }

  async startPart(part: (typeof victims)[number]): Promise<void> {
    const folder = this.#folder;
    if (folder === undefined) throw new Error('there is no folder yet');
    const { ports } = this.around;
    const report = () => undefined;
    if (part === 'kafka') this.#kafka = await startKafka({ folder, report, env, port: ports.kafka });
    if (part === 'postgres') this.#postgres = await startPostgres({ folder, env, password, port: ports.postgres });
    if (part === 'intake') {
      this.#intake = await startService(services.intake, { folder, around: this.around, env, watch: false });
    }
  }

  /** As a crash would: without notice, nothing finished. */
  async kill(part: (typeof victims)[number]): Promise<void> {
    const processes = { kafka: this.#kafka?.process, postgres: this.#postgres?.process, intake: this.#intake?.process };
    await processes[part]?.kill();
  }

  async stop(): Promise<void> {
    await this.#intake?.process.stop();
    await Promise.all([this.#kafka?.stop(), this.#postgres?.stop()]);
    if (this.#folder !== undefined) await rm(this.#folder.data, { recursive: true, force: true });
  }
}

it('numbers every message of every connection', () => {
  expect(new Set(numbersOf(0).concat(numbersOf(1))).size).toBe(2 * messagesEach);
});

function numbersOf(connection: number): string[] {
  return Array.from({ length: messagesEach }, (_, index) => `K${connection}-${index}`);
}

registeredWhere(java.command !== null, 'intake under kills: needs Java ≥ 17 for a broker of its own', () => {
  describe('intake, PostgreSQL and Kafka are killed under a feed of eight connections', () => {
    const parts = new Parts();
    const senders: MllpSender[] = [];
    beforeAll(() => parts.start(), 120_000);
    afterAll(async () => {
      for (const sender of senders) sender.stop();
      await parts.stop();
    }, 120_000);

    const acknowledged = () => senders.reduce((sum, sender) => sum + sender.acknowledged.size, 0);
    const all = Array.from({ length: connections }, (_, connection) => numbersOf(connection)).flat();

    it('whatever is acknowledged is in the system once, and everything else can be sent again', async () => {
      for (let connection = 0; connection < connections; connection += 1) {
        const messages = new Map(numbersOf(connection).map((id) => [id, messageOf(id)]));
        senders.push(new MllpSender(parts.around.ports.mllp, messages, connection === 0 ? 1 : 8));
      }
      const sending = Promise.all(senders.map((sender) => sender.sendAll()));
      for (const [round, victim] of victims.entries()) {
        const share = ((round + 1) / (victims.length + 2)) * all.length;
        await until(`${Math.round(share)} messages to be acknowledged`, acknowledged, {
          accept: (count) => count >= share,
          timeoutMs: 120_000,
          intervalMs: 1,
        });
        await parts.kill(victim);
        await parts.startPart(victim);
      }
      await sending;
      expect(senders.flatMap(({ refused }) => refused)).toEqual([]);
      // What an instance acknowledged and did not settle is settled by the next one.
      const published = await publishedNumbers(parts);
      expect(await keptNumbers(parts)).toEqual(all.toSorted());
      expect(published).toEqual(new Map(all.map((id) => [id, 1])));
    });
  });
});

async function keptNumbers({ around }: Parts): Promise<string[]> {
  const client = new Client({ connectionString: around.databaseUrls.intake });
  await client.connect();
  const { rows } = await client.query<{ control_id: string }>('SELECT control_id FROM source_messages');
  await client.end();
  return rows.map(({ control_id: id }) => id).sort();
}

/** How many events there are of each number, once all are on Kafka: an event that was sent twice has one id. */
async function publishedNumbers({ around }: Parts): Promise<ReadonlyMap<string, number>> {
  const url = `http://127.0.0.1:${around.ports.intake}/v1/ledger`;
  await until('everything to be published', async () => ledger.parse(await (await fetch(url)).json()), {
    accept: ({ outboxPending }) => outboxPending === 0,
    timeoutMs: 60_000,
  });
  const ids = new Map<string, Set<string>>();
  await readTopic({ brokers: [around.brokers] }, topicName('ilium.', 'procedure-events'), ({ value, headers }) => {
    const read = readProcedureEvent(toRawRecord({ value, headers }));
    if (!read.ok || read.event.type !== 'ilium.score.reported.v1') throw new Error('an event that is none');
    const number = read.event.data.patient.value.replace('SYN-', '');
    ids.set(number, (ids.get(number) ?? new Set()).add(read.event.id));
  });
  return new Map([...ids].map(([number, events]) => [number, events.size]));
}
