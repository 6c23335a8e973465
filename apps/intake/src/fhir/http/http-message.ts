/** What the door needs of a request and a reply of Fastify. */
export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly ip: string;
  readonly protocol: string;
  readonly host: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body?: unknown;
}

export interface HttpReply {
  code(status: number): unknown;
  header(name: string, value: string): unknown;
  send(body: string): unknown;
}

/** Where the door lies below the server's address. */
export const fhirPath = '/fhir';

export function baseOf({ protocol, host }: HttpRequest): string {
  return `${protocol}://${host}${fhirPath}`;
}

export function headerOf({ headers }: HttpRequest, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** The body as it came. */
export function bodyOf({ body }: HttpRequest): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}
