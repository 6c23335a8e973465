import { createServer, type Socket } from 'node:net';
import { Client } from 'pg';

/**
 * The floor of a door for HL7 v2: frames are cut at their ends, what waits together is inserted in one commit, and
 * acknowledged in order. Nothing is parsed but the control id, nothing mapped, sealed, recognised or published.
 */
const [, , databaseUrl = ''] = process.argv;
const client = new Client({ connectionString: databaseUrl });
await client.connect();
await client.query('CREATE TABLE IF NOT EXISTS floor_messages (id bigserial PRIMARY KEY, body bytea NOT NULL)');

interface Waiting {
  readonly socket: Socket;
  readonly body: Buffer;
}

const mostAtOnce = 500;
let waiting: Waiting[] = [];
let isCommitting = false;

const server = createServer({ noDelay: true }, (socket) => {
  let held: Buffer = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    let start = 0;
    for (let end = held.indexOf(0x1c); end !== -1; end = held.indexOf(0x1c, start)) {
      waiting.push({ socket, body: held.subarray(start + 1, end) });
      start = end + 2;
    }
    held = held.subarray(start);
    void commit();
  });
});

async function commit(): Promise<void> {
  if (isCommitting) return;
  isCommitting = true;
  while (waiting.length > 0) {
    const batch = waiting.splice(0, mostAtOnce);
    await client.query('INSERT INTO floor_messages (body) SELECT * FROM unnest($1::bytea[])', [
      batch.map(({ body }) => body),
    ]);
    const answers = Map.groupBy(batch, ({ socket }) => socket);
    for (const [socket, ofSocket] of answers) socket.write(ofSocket.map(({ body }) => acknowledge(body)).join(''));
  }
  isCommitting = false;
}

function acknowledge(body: Buffer): string {
  const controlId = body.toString('latin1').split('|', 10)[9] ?? '';
  return `\u000bMSH|^~\\&|FLOOR|||||||${controlId}|P|2.5.1\rMSA|AA|${controlId}\r\u001c\r`;
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.stdout.write(`${JSON.stringify({ port: address?.port })}\n`);
});
