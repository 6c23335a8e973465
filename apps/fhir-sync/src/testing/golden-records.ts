import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../../../libs/clinical/src/golden/', import.meta.url);

export type GoldenRecord = Readonly<Record<string, unknown>> & { readonly resourceType: string; readonly id: string };

/** The records of all golden cases: what the mapper publishes, in all its shapes. */
export const goldenRecords: readonly GoldenRecord[] = readdirSync(folder)
  .filter((name) => name.endsWith('.fhir.json'))
  .flatMap((name) => {
    const bundle: { entry?: { resource: GoldenRecord }[] } = JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
    return (bundle.entry ?? []).map(({ resource }) => resource);
  });
