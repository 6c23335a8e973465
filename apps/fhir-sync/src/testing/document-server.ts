import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';

const identifier = z.looseObject({ system: z.string(), value: z.string() });
const identified = z.looseObject({ resourceType: z.string(), identifier: z.array(identifier).default([]) });
const attachment = z.looseObject({ contentType: z.string(), data: z.string() });
const told = z.looseObject({
  id: z.string().default(''),
  status: z.string(),
  description: z.string(),
  date: z.string(),
  subject: z.looseObject({ reference: z.string() }),
  masterIdentifier: identifier.optional(),
  identifier: z.array(identifier).default([]),
  relatesTo: z.array(z.looseObject({ code: z.string(), target: z.object({ reference: z.string() }) })).default([]),
  content: z.array(z.looseObject({ attachment })),
});
export type ToldDocument = z.output<typeof told>;

/** What becomes of a create: it is applied or not, and answered with a status, or not at all. */
export interface CreateAct {
  readonly applied: boolean;
  readonly status?: number;
}

/** A FHIR server in the manner of an EHR that takes nothing but new documents, and is searched one by one. */
export class DocumentServer {
  readonly stored = new Map<string, ToldDocument>();
  /** `system|value` of patients, and their ids. */
  readonly patients = new Map<string, string>();
  /** What it says of these beside their identifiers, by id. */
  readonly people = new Map<string, object>();
  /** Of the next creates. */
  readonly script: CreateAct[] = [];
  /** Elements that it drops without a word. */
  dropped: readonly string[] = [];
  /** It takes other records as well, and keeps their keys in the order of their creates. */
  takesRecords = false;
  readonly records: string[] = [];
  readonly #kept = new Map<string, z.output<typeof identified>>();
  /** It does not say which documents it has. */
  hidesDocuments = false;
  creates = 0;
  #server: Server | undefined;

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server?.address() as AddressInfo | null)?.port ?? 0}/fhir`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => void this.#take(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    await new Promise((resolve) => {
      server?.close(resolve);
      server?.closeAllConnections();
    });
  }

  /** In the chart of a patient, what nothing else there replaces. */
  standing(patient: string): readonly ToldDocument[] {
    const own = [...this.stored.values()].filter(({ subject }) => subject.reference === `Patient/${patient}`);
    const replaced = new Set(own.flatMap(({ relatesTo }) => relatesTo.map(({ target }) => target.reference)));
    return own.filter(({ id, status }) => status === 'current' && !replaced.has(`DocumentReference/${id}`));
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const path = request.url?.replace('/fhir/', '') ?? '';
    const [, type = ''] = /^([A-Za-z]+)(?:\/_search$|\?)/.exec(path) ?? [];
    if (type === 'metadata' || path === 'metadata') answer(response, 200, { resourceType: 'CapabilityStatement' });
    else if (type === 'DocumentReference' && this.hidesDocuments) answer(response, 400, {});
    else if (type !== '') answer(response, 200, this.#found(type, new URLSearchParams(body)));
    else if (request.method === 'POST' && path === 'DocumentReference') this.#create(body, response);
    else if (request.method === 'POST' && this.takesRecords) this.#keep(path, body, response);
    else answer(response, 405, { resourceType: 'OperationOutcome' });
  }

  #keep(type: string, body: string, response: ServerResponse): void {
    const { applied, status } = this.#act();
    const id = String(this.records.length + 1);
    const key = `${type}/${id}`;
    if (applied) {
      this.records.push(key);
      this.#kept.set(key, { ...identified.parse(JSON.parse(body)), id });
    }
    reply(response, key, status);
  }

  /** What becomes of the next create; one that is not applied is answered with an error, if with anything. */
  #act(): CreateAct {
    const { applied, status = applied ? undefined : 503 } = this.script.shift() ?? { applied: true, status: 201 };
    return { applied, ...(status === undefined ? {} : { status }) };
  }

  #create(body: string, response: ServerResponse): void {
    this.creates += 1;
    const { applied, status } = this.#act();
    const id = String(this.stored.size + 1);
    if (applied) {
      const kept = Object.entries(JSON.parse(body)).filter(([element]) => !this.dropped.includes(element));
      this.stored.set(`DocumentReference/${id}`, { ...told.parse(Object.fromEntries(kept)), id });
    }
    reply(response, `DocumentReference/${id}`, status);
  }

  #found(type: string, query: URLSearchParams): object {
    const name = query.get('identifier');
    if (type === 'Patient') {
      const [system, value] = name?.split('|') ?? [];
      const id = this.patients.get(name ?? '');
      if (id === undefined) return bundleOf([]);
      return bundleOf([{ ...this.people.get(id), resourceType: type, id, identifier: [{ system, value }] }]);
    }
    if (type !== 'DocumentReference') {
      const named = [...this.#kept.values()].filter(({ resourceType, identifier: own }) => {
        return resourceType === type && own.some((one) => `${one.system}|${one.value}` === name);
      });
      return bundleOf(named);
    }
    const all = [...this.stored.values()].map((one) => ({ ...one, resourceType: type }));
    return bundleOf(
      all.filter(({ identifier: own, masterIdentifier, subject, date }) =>
        name === null
          ? subject.reference === query.get('patient') && date.startsWith(query.get('date') ?? '')
          : [...own, masterIdentifier].some((one) => `${one?.system}|${one?.value}` === name),
      ),
    );
  }
}

/** The plain text of a document. */
export function textOf({ content }: ToldDocument): string {
  return Buffer.from(content[0]?.attachment.data ?? '', 'base64').toString();
}

function reply(response: ServerResponse, key: string, status: number | undefined): void {
  if (status === undefined) response.socket?.destroy();
  else answer(response, status, {}, status === 201 ? { location: `/fhir/${key}` } : {});
}

function bundleOf(resources: readonly object[]): object {
  return { resourceType: 'Bundle', entry: resources.map((resource) => ({ resource })) };
}

function answer(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/fhir+json', ...headers }).end(JSON.stringify(body));
}
