import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Controller, Inject, Module, Post } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { NestFactory } from '@nestjs/core';
import { keepRoomForBodies } from './room-for-bodies.js';

/** Answers when it is told to. */
class Gate {
  readonly #waiting: (() => void)[] = [];
  entered = 0;

  async pass(): Promise<void> {
    this.entered += 1;
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  open(): void {
    for (const go of this.#waiting.splice(0)) go();
  }
}

@Controller('slow')
class SlowController {
  constructor(@Inject(Gate) private readonly gate: Gate) {}

  @Post()
  async take(): Promise<string> {
    await this.gate.pass();
    return 'taken';
  }
}

@Module({ controllers: [SlowController], providers: [Gate] })
class SlowModule {}

let app: NestFastifyApplication;
let gate: Gate;

beforeEach(async () => {
  app = await NestFactory.create<NestFastifyApplication>(SlowModule, new FastifyAdapter(), { logger: false });
  app.useBodyParser('application/octet-stream', {}, (_request, body, done) => done(null, body));
  keepRoomForBodies(app, 1_000);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  gate = app.get(Gate);
});

afterEach(() => app.close());

function post(bytes: number) {
  const headers = { 'content-type': 'application/octet-stream' };
  return app.inject({ method: 'POST', url: '/slow', headers, payload: Buffer.alloc(bytes, 65) });
}

async function entered(count: number): Promise<void> {
  while (gate.entered < count) await new Promise(setImmediate);
}

describe('room for bodies', () => {
  it('is kept by turning away what would be too much, with a time to come again', async () => {
    const working = [post(600), post(400)];
    await entered(2);
    const refused = await post(1);
    expect(refused.statusCode).toBe(503);
    expect(refused.headers).toMatchObject({
      'retry-after': '5',
      'content-type': expect.stringContaining('application/problem+json'),
    });
    gate.open();
    expect((await Promise.all(working)).map(({ statusCode }) => statusCode)).toEqual([201, 201]);
  });

  it('is free again after an answer', async () => {
    for (let turn = 1; turn <= 3; turn += 1) {
      const working = post(900);
      await entered(turn);
      gate.open();
      expect((await working).statusCode).toBe(201);
    }
  });

  it('is given to one that is larger than all room, alone', async () => {
    const large = post(5_000);
    await entered(1);
    expect((await post(1)).statusCode).toBe(503);
    gate.open();
    expect((await large).statusCode).toBe(201);
  });

  it('is taken by work for a client that has left, and free when that is done', async () => {
    await app.listen(0, '127.0.0.1');
    const leaving = new AbortController();
    const headers = { 'content-type': 'application/octet-stream' };
    const asked = fetch(`${await app.getUrl()}/slow`, {
      method: 'POST',
      headers,
      body: 'A'.repeat(900),
      signal: leaving.signal,
    });
    await entered(1);
    leaving.abort();
    await expect(asked).rejects.toThrow('aborted');
    expect((await post(900)).statusCode).toBe(503);
    gate.open();
    await new Promise(setImmediate);
    const next = post(900);
    await entered(2);
    gate.open();
    expect((await next).statusCode).toBe(201);
  });
});
