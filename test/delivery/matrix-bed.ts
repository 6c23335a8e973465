import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ledger, recordsStatus, topicName } from '@ilium/contracts';
import { openProducer, type OutgoingRecord, type RecordProducer } from '@ilium/messaging';
import type { ChartRecord } from '../../apps/hospital/src/feed/chart-resources.js';
import type { WrittenPlan } from '../../apps/hospital/src/fhir/faults/fault-plan.js';
import type { ProfileName } from '../../apps/hospital/src/fhir/profiles/profiles.js';
import type { FaultRow } from '../../dev/src/fhir-faults/fault-rows.js';
import { until } from '../../dev/src/test-environment.js';
import { RunningSystem, type SystemOptions } from '../running-system.js';

const settledWithin = { timeoutMs: 60_000, intervalMs: 25 };

export interface FoundRecord {
  readonly id: string;
  readonly note?: readonly { readonly text: string }[];
}

/** One cell of a matrix. */
interface Trial {
  readonly profile: ProfileName;
  readonly row: FaultRow;
  readonly isKilled: boolean;
}

interface TrialRecords {
  readonly charts: readonly ChartRecord[];
  bundles(revision: number): readonly OutgoingRecord[];
}

/** The simulated hospital, fhir-sync, and what the cells of a matrix do with them. */
export class MatrixBed {
  #sent = 0;
  #folder: string | undefined;

  private constructor(
    readonly system: RunningSystem,
    private readonly producer: RecordProducer,
  ) {}

  static async open(options: Partial<SystemOptions> = {}): Promise<MatrixBed> {
    const system = await RunningSystem.prepare({ courses: 0, feedStart: 'manual', fhirTimeoutMs: 500, ...options });
    await system.start('hospital', 'fhir-sync');
    return new MatrixBed(system, await openProducer({ brokers: system.brokers }));
  }

  /** With a site file that has these targets. */
  static async openFor(targets: string, options: Partial<SystemOptions> = {}): Promise<MatrixBed> {
    const folder = await mkdtemp(join(tmpdir(), 'ilium-matrix-'));
    const site = join(folder, 'site.yaml');
    await writeFile(site, `name: matrix\ntargets:\n${targets}\n`);
    const bed = await MatrixBed.open({ site, ...options });
    bed.#folder = folder;
    return bed;
  }

  async close(): Promise<void> {
    await this.producer.close();
    await this.system.close();
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true });
  }

  /** Two revisions of some records, through one fault of a server in the manner of a profile. */
  async goThrough({ profile, row, isKilled }: Trial, all: readonly TrialRecords[]): Promise<void> {
    await this.follow({ rules: [] });
    await this.standFor('repository');
    for (const { charts } of all) await this.system.writeCharts(charts);
    await this.standFor(profile);
    await this.follow({ rules: [...row.rules] });
    for (const records of all) await this.publish(records.bundles(1));
    await this.metFault();
    if (isKilled) await this.killInTheMiddle();
    for (const records of all) await this.publish(records.bundles(2));
    await this.takenIn();
    if (row.isOutage) await this.follow({ rules: [] });
    await this.settled();
    await this.follow({ rules: [] });
  }

  async publish(bundles: readonly OutgoingRecord[]): Promise<void> {
    await this.producer.send(topicName(this.system.around.topicPrefix, 'fhir-bundles'), bundles);
    this.#sent += bundles.length;
  }

  /** Has the FHIR server fail like this from now on. */
  follow(plan: WrittenPlan): Promise<unknown> {
    return this.#admin('PUT', 'faults/plan', plan);
  }

  standFor(profile: ProfileName): Promise<unknown> {
    return this.#admin('PUT', 'profile', { profile });
  }

  async faultIsMet(): Promise<boolean> {
    const { rules } = (await this.#admin('GET', 'faults/plan')) as { rules: readonly { used: number }[] };
    return rules.some(({ used }) => used > 0);
  }

  metFault(): Promise<unknown> {
    return until('the fault to be met', () => this.faultIsMet(), settledWithin);
  }

  takenIn(): Promise<unknown> {
    return until('all to be taken in', () => this.#isTakenIn(), settledWithin);
  }

  settled(): Promise<unknown> {
    return until('every record to have its fate', () => this.#isSettled(), settledWithin);
  }

  async killInTheMiddle(): Promise<void> {
    await this.system.kill('fhir-sync');
    await this.system.start('fhir-sync');
  }

  async readThere(key: string): Promise<FoundRecord | undefined> {
    const response = await fetch(`${this.system.url('hospital')}/fhir/${key}`);
    return response.ok ? ((await response.json()) as FoundRecord) : undefined;
  }

  /** All records of a type that a patient has there. */
  ofPatient(type: string, patient: string): Promise<readonly FoundRecord[]> {
    return this.#search(`${type}?patient=Patient/${patient}&_count=100`);
  }

  /** All Provenance that a record has there. */
  async provenanceOf(key: string): Promise<readonly FoundRecord[]> {
    return this.#search(`Provenance?target=${key}`);
  }

  async #search(query: string): Promise<readonly FoundRecord[]> {
    const response = await fetch(`${this.system.url('hospital')}/fhir/${query}`);
    const { entry = [] } = (await response.json()) as { entry?: readonly { readonly resource: FoundRecord }[] };
    return entry.map(({ resource }) => resource);
  }

  async #isTakenIn(): Promise<boolean> {
    const { topics } = ledger.parse(await this.system.read('fhir-sync', '/v1/ledger'));
    return topics.reduce((sum, { received }) => sum + received, 0) >= this.#sent;
  }

  async #isSettled(): Promise<boolean> {
    if (!(await this.#isTakenIn())) return false;
    const { byState } = recordsStatus.parse(await this.system.read('fhir-sync', '/v1/records'));
    return (byState.pending ?? 0) + (byState.waiting ?? 0) === 0;
  }

  async #admin(method: 'GET' | 'PUT', path: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.system.url('hospital')}/admin/${path}`, {
      method,
      ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`the hospital answers ${response.status} to ${path}`);
    return response.json();
  }
}
