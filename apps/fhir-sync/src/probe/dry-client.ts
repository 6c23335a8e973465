import type { Answered, Asked, Asking } from './exchange.js';

/** An answer without what makes it one that came over a wire. */
type Answer = Pick<Answered, 'status'> & Partial<Answered>;

/**
 * Shows requests instead of sending them, and answers as a server does that takes everything: so what is shown is the
 * most that would be asked.
 */
export class DryClient implements Asking {
  #given = 0;
  /** By `Type/id`. */
  readonly #written = new Map<string, object>();

  constructor(private readonly show: (line: string) => void) {}

  ask(asked: Asked): Promise<Answered> {
    const { method, path, headers = {}, body } = asked;
    const conditions = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const base = path === '' ? '[base]' : `[base]/${decodeURIComponent(path)}`;
    this.show([`${method.padEnd(6)} ${base}`, ...conditions.map(decodeURIComponent), ...inside(body)].join('  '));
    return Promise.resolve({ headers: {}, body: undefined, isRepeated: false, ...this.#answer(asked) });
  }

  askOnce(asked: Asked): Promise<Answered> {
    return this.ask(asked);
  }

  #answer({ method, path, headers = {}, body }: Asked): Answer {
    const entries = entriesOf(body);
    if (entries !== undefined) return { status: 200, body: bundleOf(entries.map((entry) => this.#inBundle(entry))) };
    if (path === 'metadata') return { status: 200, body: { resourceType: 'CapabilityStatement' } };
    const [type = '', id] = path.replace(/\?.*$/, '').split('/');
    switch (method) {
      case 'POST':
        return { status: 201, headers: { location: this.#keep(`${type}/new-${(this.#given += 1)}`, body) } };
      case 'PUT':
        if (headers['if-match'] === 'W/"1"') return { status: 412 };
        return {
          status: 200,
          headers: { etag: 'W/"2"', ...(id === undefined ? {} : { location: this.#keep(path, body) }) },
        };
      case 'DELETE':
        return { status: this.#written.delete(path) ? 204 : 404 };
      case 'GET':
        return id === undefined ? { status: 200, body: this.#all(type) } : this.#read(path);
    }
  }

  #read(path: string): Answer {
    const body = this.#written.get(path);
    return body === undefined ? { status: 404 } : { status: 200, headers: { etag: 'W/"1"' }, body };
  }

  #all(type: string): object {
    return bundleOf(
      [...this.#written].flatMap(([key, resource]) => (key.startsWith(`${type}/`) ? [{ resource }] : [])),
    );
  }

  #keep(key: string, body: object = {}): string {
    this.#written.set(key, { ...body, id: key.split('/')[1] });
    return key;
  }

  #inBundle(entry: unknown): object {
    const [request, resource] = [fieldOf(entry, 'request'), fieldOf(entry, 'resource')];
    const url = String(fieldOf(request, 'url'));
    if (typeof resource === 'object' && resource !== null) this.#keep(url, resource);
    return { response: { status: '201', location: url } };
  }
}

const bundleOf = (entry: readonly object[]) => ({ resourceType: 'Bundle', entry });

function inside(body: object | undefined): readonly string[] {
  const entries = entriesOf(body);
  return entries === undefined ? [] : [`a ${String(fieldOf(body, 'type'))} of ${entries.length} entries`];
}

function entriesOf(body: object | undefined): readonly unknown[] | undefined {
  const entries = fieldOf(body, 'entry');
  return Array.isArray(entries) ? entries : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
