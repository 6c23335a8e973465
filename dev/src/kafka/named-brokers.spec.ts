import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { freePorts } from '../ports.js';
import { assertAnswers } from './named-brokers.js';

describe('brokers that were named', () => {
  const server = createServer();
  let listening: number;
  let silent: number;

  beforeAll(async () => {
    [listening = 0, silent = 0] = await freePorts(2);
    await new Promise<void>((resolve) => server.listen(listening, '127.0.0.1', resolve));
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('are enough when one of them answers', async () => {
    await expect(assertAnswers(`127.0.0.1:${silent}, 127.0.0.1:${listening}`)).resolves.toBeUndefined();
  });

  it.each([
    [() => `127.0.0.1:${silent}`, 'ECONNREFUSED'],
    [() => 'localhost', '"localhost" is not host:port'],
    [() => 'localhost:99999', '"localhost:99999" is not host:port'],
  ])('are refused with the reason and the remedy: %s', async (brokers, reason) => {
    await expect(assertAnswers(brokers())).rejects.toThrow(reason);
    await expect(assertAnswers(brokers())).rejects.toThrow('leave KAFKA_BROKERS out');
  });
});
