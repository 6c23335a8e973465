import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { anyPorts, assertFree, type Ports } from './ports.js';

describe('the ports of the system', () => {
  const server = createServer();
  let ports: Ports;

  beforeAll(async () => {
    ports = await anyPorts();
    await new Promise<void>((resolve) => server.listen(ports.kafka, '127.0.0.1', resolve));
  });

  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('are all different', () => {
    expect(new Set(Object.values(ports)).size).toBe(Object.keys(ports).length);
  });

  it('are refused when one is in use, with its part and another way', async () => {
    await expect(assertFree(ports, [])).rejects.toThrow(
      `In use by another program: port ${ports.kafka} (kafka). End that program, or choose another port: npm start -- --port kafka=`,
    );
  });

  it('may be in use where a server that was named takes their place', async () => {
    await expect(assertFree(ports, ['kafka'])).resolves.toBeUndefined();
  });

  it('may not be given twice', async () => {
    await expect(assertFree({ ...ports, web: ports.mapper }, ['kafka'])).rejects.toThrow('choose another for web');
  });
});
