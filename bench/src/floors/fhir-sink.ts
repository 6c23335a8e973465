import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/**
 * A FHIR server that is nothing but slow: every request takes its latency, every PUT is taken. It knows every patient by
 * its number, and counts what came.
 */
const [, , port = '0', latencyMs = '20'] = process.argv;

const records = new Set<string>();
const requests = { transactions: 0, batches: 0 };
let [firstAt, lastAt] = [0, 0];

interface Entry {
  readonly request: { readonly method: string; readonly url: string };
}

createServer((request, response) => void take(request, response)).listen(Number(port), '127.0.0.1', () => {
  process.stdout.write('{"listening":true}\n');
});

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.url === '/counts') return answer(response, { ...requests, records: records.size, firstAt, lastAt });
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  if (request.method === 'GET') return answer(response, { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' });
  const bundle: { type: string; entry: Entry[] } = JSON.parse(Buffer.concat(chunks).toString());
  const isTransaction = bundle.type === 'transaction';
  if (isTransaction && firstAt === 0) firstAt = performance.now();
  setTimeout(() => {
    answer(response, { resourceType: 'Bundle', type: `${bundle.type}-response`, entry: bundle.entry.map(answerTo) });
    if (isTransaction) {
      for (const { request: put } of bundle.entry) records.add(put.url);
      lastAt = performance.now();
    }
    requests[isTransaction ? 'transactions' : 'batches'] += 1;
  }, Number(latencyMs));
}

function answerTo({ request: { method, url } }: Entry): object {
  if (method === 'PUT') return { response: { status: '201', etag: 'W/"1"' } };
  const [type = '', query] = url.split('?');
  const [system = '', value = ''] = (new URLSearchParams(query).get('identifier') ?? '').split('|');
  const resource = { resourceType: type, id: `s${value.replaceAll(/\W/g, '')}`, identifier: [{ system, value }] };
  return {
    response: { status: '200' },
    resource: { resourceType: 'Bundle', type: 'searchset', entry: [{ resource }] },
  };
}

function answer(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/fhir+json' }).end(JSON.stringify(body));
}
