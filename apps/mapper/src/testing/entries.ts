import type { Outgoing } from '@ilium/messaging';

export interface Entry {
  readonly key: string;
  readonly status: string;
  readonly revision: number;
  readonly subject: string;
}

/** The records in some bundles, in order. */
export function entriesOf(published: readonly Outgoing[]): readonly Entry[] {
  return published.flatMap(({ topic, value, headers }) => {
    if (topic !== 'fhir-bundles') return [];
    const bundle: {
      entry: { resource: { status: string; subject: { identifier: { value: string } } }; request: { url: string } }[];
    } = JSON.parse(value);
    const revisions = (headers['ce_revisions'] ?? '').split(',').map(Number);
    return bundle.entry.map(({ resource, request }, index) => ({
      key: request.url,
      status: resource.status,
      revision: revisions[index] ?? 0,
      subject: resource.subject.identifier.value,
    }));
  });
}
