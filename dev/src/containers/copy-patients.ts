import { readConfig } from '@ilium/observability';
import { z } from 'zod';
import { until } from '../until.js';

/**
 * Puts the patients and visits of one FHIR server on another, under the same ids. For the simulated ones only: a real
 * hospital's server knows its patients.
 */
const { FROM_URL, TO_URL } = readConfig(
  z.object({
    FROM_URL: z.url().describe("The simulated hospital's FHIR server, for example http://127.0.0.1:4604/fhir."),
    TO_URL: z.url().describe('The FHIR server that gets them, for example http://127.0.0.1:4606/fhir.'),
  }),
  process.env,
);

const searchset = z.object({
  link: z.array(z.object({ relation: z.string(), url: z.string() })).default([]),
  entry: z.array(z.object({ resource: z.looseObject({ resourceType: z.string(), id: z.string() }) })).default([]),
});
type Page = z.output<typeof searchset>;

async function* pagesOf(first: string): AsyncGenerator<Page> {
  let next: string | undefined = first;
  while (next !== undefined) {
    const page = searchset.parse(await (await answered(await fetch(next))).json());
    yield page;
    next = page.link.find(({ relation }) => relation === 'next')?.url;
  }
}

async function put(page: Page): Promise<void> {
  const entry = page.entry.map(({ resource }) => ({
    resource,
    request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
  }));
  const headers = { 'content-type': 'application/fhir+json' };
  const body = JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry });
  await answered(await fetch(TO_URL, { method: 'POST', headers, body }));
}

async function answered(response: Response): Promise<Response> {
  if (!response.ok) throw new Error(`${new URL(response.url).host} answered ${response.status}.`);
  return response;
}

const reachable = () => fetch(`${TO_URL}/metadata`, { signal: AbortSignal.timeout(10_000) }).then(({ ok }) => ok);
await until('the FHIR server to answer', reachable, { timeoutMs: 600_000, intervalMs: 2000 });
// Visits name their patients, so patients come first.
for (const type of ['Patient', 'Encounter']) {
  let copied = 0;
  for await (const page of pagesOf(`${FROM_URL}/${type}?_count=100`)) {
    if (page.entry.length > 0) await put(page);
    copied += page.entry.length;
  }
  console.log(`${type}: ${copied}`);
}
