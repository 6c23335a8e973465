import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import {
  createDatabase,
  kafkaBrokers,
  topicPrefix,
  until,
  type TestDatabase,
} from '../../../dev/src/test-environment.js';
import { structured, TestBed } from './testing/test-bed.js';

jest.setTimeout(90_000);

describe('a member that sleeps beyond its session', () => {
  let database: TestDatabase;
  let bed: TestBed;
  let member: ChildProcessByStdio<null, Readable, null>;

  beforeAll(async () => {
    database = await createDatabase();
    bed = await TestBed.open({ brokers: kafkaBrokers(), prefix: topicPrefix(), databaseUrl: database.url });
    member = spawn(process.execPath, [fileURLToPath(new URL('./testing/member.mjs', import.meta.url))], {
      env: { ...process.env, BROKERS: kafkaBrokers().join(), PREFIX: bed.around.prefix, DATABASE: database.url },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  });
  afterAll(async () => {
    member.kill('SIGKILL');
    await bed.close();
    await database.drop();
  });

  const messages = (start: string, count: number) =>
    Array.from({ length: count }, (_, index) => structured(`${start}${index}`));

  it('holds nobody up for long, and does no harm when it wakes', async () => {
    await bed.send(messages('m', 900));
    await once(member.stdout, 'data');
    member.kill('SIGSTOP');
    const other = await bed.start();
    await until('the other one has decided everything', () => bed.settled(other), { timeoutMs: 60_000 });
    expect(await bed.seen()).toHaveLength(900);
    member.kill('SIGCONT');
    const members = () =>
      bed.admin(async (admin) => (await admin.describeGroups([other.groupId])).groups[0]?.members.length);
    await until('it is a member again', members, { accept: (count) => count === 2 });
    await bed.send(messages('later', 300));
    await until('both have decided the rest', () => bed.settled(other));
    expect(await bed.ledger(other)).toMatchObject({ received: 1_200, done: 1_200, skipped: 0, parked: 0 });
    expect(await bed.seen()).toHaveLength(1_200);
    expect(new Set(await bed.seen()).size).toBe(1_200);
  });
});
