import type { Identifier } from '@ilium/contracts';
import { z } from 'zod';
import type { Rule } from '../fhir-faults/fault-rows.js';
import type { Ports } from '../start/ports.js';
import { addressOf, fhirBase } from '../start/services.js';

const resource = z.looseObject({
  resourceType: z.string(),
  id: z.string(),
  meta: z.looseObject({ versionId: z.string() }),
});
/** A record as the FHIR server has it. */
export type StoredResource = z.output<typeof resource>;

const searchset = z.object({
  entry: z.array(z.object({ resource })).default([]),
  link: z.array(z.object({ relation: z.string(), url: z.string() })).default([]),
});

const plan = z.object({ rules: z.array(z.object({ used: z.int() })) });

const timeoutMs = 10_000;
const pageSize = 500;

/** The simulated hospital's chart, as somebody in the hospital uses it, and the faults of its FHIR server. */
export class HospitalChart {
  readonly #base: string;
  readonly #plan: string;

  constructor(ports: Ports) {
    this.#base = fhirBase(ports);
    this.#plan = `${addressOf(ports, 'hospital')}/admin/faults/plan`;
  }

  async follow(rules: readonly Rule[]): Promise<void> {
    await ask(this.#plan, { method: 'PUT', body: JSON.stringify({ rules }) });
  }

  /** How many requests have met the faults that are on. */
  async met(): Promise<number> {
    const { rules } = plan.parse(await ask(this.#plan));
    return rules.reduce((sum, { used }) => sum + used, 0);
  }

  /** The one record of a type that has the source's identifier; undefined while it is not there. */
  async find(type: string, { system, value }: Identifier): Promise<StoredResource | undefined> {
    const query = new URLSearchParams({ identifier: `${system}|${value}` });
    const { entry } = searchset.parse(await ask(`${this.#base}/${type}?${query.toString()}`));
    return entry.length === 1 ? entry[0]?.resource : undefined;
  }

  /** What a clinician may do at any time. */
  async note(record: StoredResource, text: string): Promise<void> {
    await ask(`${this.#base}/${record.resourceType}/${record.id}`, {
      method: 'PUT',
      body: JSON.stringify({ ...record, note: [{ text }] }),
    });
  }

  /** All records of a type, whatever their status. */
  async *all(type: string): AsyncGenerator<StoredResource> {
    let next: string | undefined = `${this.#base}/${type}?_count=${pageSize}`;
    while (next !== undefined) {
      const { entry, link } = searchset.parse(await ask(next));
      for (const { resource: found } of entry) yield found;
      next = link.find(({ relation }) => relation === 'next')?.url;
    }
  }
}

async function ask(url: string, init: RequestInit = {}): Promise<unknown> {
  const isAdmin = url.includes('/admin/');
  const headers = { 'content-type': isAdmin ? 'application/json' : 'application/fhir+json' };
  const response = await fetch(url, {
    ...init,
    ...(init.body === undefined ? {} : { headers }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  if (!response.ok) throw new Error(`the hospital answers ${response.status} to ${new URL(url).pathname}`);
  return response.json();
}
