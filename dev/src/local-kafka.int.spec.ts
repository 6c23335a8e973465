import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { LocalBroker } from './kafka/broker.js';
import { provideJars } from './kafka/jars.js';
import { findJava, type Java } from './kafka/java.js';
import { registeredWhere } from './registered-where.js';
import { kafkaBrokers, until } from './test-environment.js';

const java = await findJava(process.env);

describe("the test run's Kafka", () => {
  it('takes clients', async () => {
    expect(await Promise.all(kafkaBrokers().map(connects))).toContain(true);
  });
});

registeredWhere(java.command !== null, 'the local broker (no Java ≥ 17)', () => {
  if (java.command !== null) describeLocalBroker(java);
});

function describeLocalBroker(java: Java): void {
  describe('the local broker', () => {
    let folder: string;
    let broker: LocalBroker;

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'ilium-kafka-'));
      await mkdir(join(folder, 'logs'));
      const spec = { java, dataFolder: join(folder, 'kafka'), logFile: join(folder, 'logs', 'kafka.log') };
      broker = await LocalBroker.start({ ...spec, jars: await provideJars(() => undefined) });
    }, 120_000);

    afterAll(async () => {
      await broker.stop();
      await rm(folder, { recursive: true, force: true });
    }, 30_000);

    it('listens on loopback only, with the limits that parked records need', async () => {
      const properties = await readFile(join(folder, 'kafka', 'server.properties'), 'utf8');
      expect(properties).toContain(`listeners=BROKER://${broker.address},CONTROLLER://127.0.0.1:`);
      expect(properties).toContain('message.max.bytes=9437184');
      expect(properties).toContain('auto.create.topics.enable=false');
      expect(properties).not.toMatch(/^[^#]*\{\w+\}/m);
    });

    it('is back within seconds after SIGKILL, at the same address', async () => {
      await broker.kill();
      const started = Date.now();
      await broker.restart();
      await until('a connection', () => connects(broker.address));
      expect(Date.now() - started).toBeLessThan(15_000);
    }, 60_000);
  });
}

function connects(address: string): Promise<boolean> {
  const { hostname, port } = new URL(`tcp://${address}`);
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
