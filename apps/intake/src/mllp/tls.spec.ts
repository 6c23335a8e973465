import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { frame, MllpClient } from '@ilium/mllp';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { registeredWhere } from '../../../../dev/src/registered-where.js';
import { Certificates, hasOpenssl, until } from '../../../../dev/src/test-environment.js';
import { MllpBed, RawClient } from '../testing/mllp-bed.js';
import type { Taker } from './taker.js';

const message = Buffer.from('MSH|^~\\&|EHR|RIV|ILIUM|PAIN|20260312||DFT^P03|ID-1|T|2.5.1\r');
const acknowledgement = Buffer.from('MSH|^~\\&|ILIUM|PAIN|EHR|RIV|20260312||ACK|A-1|T|2.5.1\rMSA|AA|ID-1\r');
const acknowledges: Taker = () => Promise.resolve([acknowledgement]);
const beds: MllpBed[] = [];

async function open(...settings: Parameters<typeof MllpBed.open> extends [Taker, ...infer Rest] ? Rest : never) {
  const bed = await MllpBed.open(acknowledges, ...settings);
  beds.push(bed);
  return bed;
}

afterEach(async () => {
  for (const bed of beds.splice(0)) await bed.close();
});

describe('a TLS listener whose file is missing', () => {
  it('does not start, and names door, key and file', async () => {
    await expect(open({ tls: { certificate: 'no.pem', key: 'no.key' }, folder: '/nowhere' })).rejects.toThrow(
      "Listener door-1: tls.certificate names /nowhere/no.pem, which can't be read (ENOENT). Mend the file",
    );
  });
});

registeredWhere(hasOpenssl(), 'MLLP over TLS (no openssl to make certificates with)', () => {
  describe('a TLS listener', () => {
    let certificates: Certificates;
    const server = { certificate: 'server.pem', key: 'server.key' };

    beforeAll(() => {
      certificates = new Certificates('server', 'engine');
    });

    afterAll(() => certificates.remove());

    async function sendTo(bed: MllpBed, tls: ConnectionOptions): Promise<Buffer> {
      const trusting = { ca: certificates.read('ca.pem'), checkServerIdentity: () => undefined, ...tls };
      const client = await MllpClient.connect({ port: bed.listener.port, tls: trusting });
      try {
        return await client.send(message);
      } finally {
        client.destroy();
      }
    }

    it('takes messages', async () => {
      const bed = await open({ tls: server, folder: certificates.folder });
      expect(await sendTo(bed, {})).toEqual(acknowledgement);
      expect(await bed.metric('ilium_mllp_connections')).toBe(1);
    });

    it('turns away who does not speak TLS', async () => {
      const bed = await open({ tls: server, folder: certificates.folder });
      const client = await bed.connect();
      client.send('MSH|in the clear');
      await client.end();
      expect(client.answers).toEqual([]);
      await until('the count', async () => {
        return (await bed.metric('ilium_mllp_refused_connections_total', { reason: 'tls' })) === 1;
      });
    });

    it('is not kept from closing by a handshake that never comes', async () => {
      const bed = await open({ tls: server, folder: certificates.folder, patience: { handshakeMs: 100_000 } });
      const client = connectTcp({ port: bed.listener.port, host: '127.0.0.1' });
      await new Promise((resolve) => client.once('connect', resolve));
      await bed.listener.close();
      client.destroy();
      expect(bed.listener.connections).toBe(0);
    });

    it('that names authorities lets in their clients only (mutual TLS)', async () => {
      const bed = await open({ tls: { ...server, clients: 'ca.pem' }, folder: certificates.folder });
      const known = { cert: certificates.read('engine.pem'), key: certificates.read('engine.key') };
      expect(await sendTo(bed, known)).toEqual(acknowledgement);
      await expect(sendTo(bed, {})).rejects.toMatchObject({ name: 'MllpError' });
      const other = new Certificates('stranger');
      const stranger = { cert: other.read('stranger.pem'), key: other.read('stranger.key') };
      await expect(sendTo(bed, stranger)).rejects.toMatchObject({ name: 'MllpError' });
      other.remove();
      await until('the counts', async () => {
        return (await bed.metric('ilium_mllp_refused_connections_total', { reason: 'tls' })) === 2;
      });
      expect(await bed.metric('ilium_mllp_frames_total')).toBe(1);
    });

    it('still answers a client that has ended its side', async () => {
      const bed = await open({ tls: server, folder: certificates.folder });
      const socket = connectTls({ port: bed.listener.port, host: '127.0.0.1', rejectUnauthorized: false });
      const client = new RawClient(socket);
      await once(socket, 'secureConnect');
      socket.end(frame(message));
      expect(await client.end()).toEqual([acknowledgement.toString()]);
      await bed.hasClosed('peer');
    });

    it.each([
      ['a key of another certificate', { certificate: 'server.pem', key: 'engine.key' }, 'its own unencrypted key'],
      ['a key for a certificate', { certificate: 'server.key', key: 'server.key' }, 'no PEM certificate'],
      [
        'authorities that are none',
        { ...server, clients: 'server.key' },
        'server.key, which is no list of PEM certificates',
      ],
      ['authorities that are cut', { ...server, clients: 'cut.pem' }, 'cut.pem, which is no list of PEM certificates'],
    ])('does not start with %s', async (_, tls, fault) => {
      writeFileSync(join(certificates.folder, 'cut.pem'), certificates.read('ca.pem').subarray(0, 200));
      await expect(open({ tls, folder: certificates.folder })).rejects.toThrow(fault);
    });
  });
});
