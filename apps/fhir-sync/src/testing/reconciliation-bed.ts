import { silentLogger } from '@ilium/observability';
import type { DataSource } from 'typeorm';
import { asSent } from '../reconciliation/as-sent.js';
import {
  Reconciliations,
  reconciliationSettings,
  type ReconciliationSettings,
} from '../reconciliation/reconciliations.js';
import { ReconciliationsRepository } from '../reconciliation/reconciliations.repository.js';
import type { EntryAnswer } from '../target/bundle.js';
import type { ScriptedFhirServer } from './scripted-fhir-server.js';

const quick = { ...reconciliationSettings, pageSize: 3, atOnce: 2, idleMs: 50, pauseMs: 20 };

/** Reconciliations with what a scripted server holds; searches by tag find all of it, page by page. */
export class ReconciliationBed {
  readonly runs: ReconciliationsRepository;
  /** What the server answers instead. */
  lens: (answer: EntryAnswer, url: string) => EntryAnswer | Promise<EntryAnswer> = (answer) => answer;
  readonly asked: string[] = [];
  readonly #running: Reconciliations[] = [];

  constructor(
    dataSource: DataSource,
    private readonly server: ScriptedFhirServer,
  ) {
    this.runs = new ReconciliationsRepository(dataSource);
  }

  start(settings: Partial<ReconciliationSettings> = {}): Reconciliations {
    const target = {
      name: 'fhir',
      baseUrl: this.server.baseUrl,
      read: (urls: readonly string[]) => Promise.all(urls.map((url) => this.#answer(url))),
      asSent: (bodies: readonly string[]) =>
        asSent(bodies, {
          places: { find: () => Promise.resolve(new Map()) },
          ours: () => Promise.resolve(new Map()),
        }),
      mayRead: () => true,
    };
    const one = new Reconciliations(
      { runs: this.runs, targets: [target], logger: silentLogger },
      { ...quick, ...settings },
    );
    this.#running.push(one);
    one.start();
    return one;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#running.splice(0).map((one) => one.stop()));
  }

  #answer(url: string): EntryAnswer | Promise<EntryAnswer> {
    this.asked.push(url);
    const nothing = { version: null, outcome: undefined };
    if (url.includes('?')) return this.lens({ ...nothing, status: 200, resource: this.#search(url) }, url);
    const stored = this.server.stored.get(url);
    const answer = { ...nothing, status: stored === undefined ? 404 : 200, resource: stored?.resource };
    return this.lens(stored === undefined ? answer : { ...answer, version: String(stored.version) }, url);
  }

  #search(url: string): object {
    const [type = '', query = ''] = url.split('?');
    const from = Number(new URLSearchParams(query).get('from') ?? 0);
    const all = [...this.server.stored.values()].flatMap(({ resource }) => resource ?? []);
    const found = all.filter(({ resourceType }) => resourceType === type).slice(from, from + 2);
    const next = `${this.server.baseUrl}/${type}?from=${from + 2}`;
    const link = found.length === 2 ? [{ relation: 'next', url: next }] : [];
    return { resourceType: 'Bundle', link, entry: found.map((resource) => ({ resource })) };
  }
}
