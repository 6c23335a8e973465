/** What Ilium's topics are called, and what each is for. The full name is prefix + base + `.v1`. */
export const topicBases = ['procedure-events', 'fhir-bundles', 'outcome-observations', 'parked'] as const;
export type TopicBase = (typeof topicBases)[number];

export const defaultTopicPrefix = 'ilium.';

export interface TopicSettings {
  /** Kept for ever: consumers may start from the first record at any time, and compaction would keep the last record of a key, not its highest revision. */
  readonly keptForEver: boolean;
  /** Largest record that the topic takes, in bytes. */
  readonly maxMessageBytes: number;
}

const mebibyte = 1024 * 1024;

export const topicSettings: Readonly<Record<TopicBase, TopicSettings>> = {
  'procedure-events': { keptForEver: false, maxMessageBytes: mebibyte },
  'fhir-bundles': { keptForEver: true, maxMessageBytes: mebibyte },
  'outcome-observations': { keptForEver: true, maxMessageBytes: mebibyte },
  parked: { keptForEver: true, maxMessageBytes: 8 * mebibyte + 64 * 1024 },
};

/** `topicName('ilium.', 'parked')` → `ilium.parked.v1` */
export function topicName(prefix: string, base: TopicBase): string {
  return `${prefix}${base}.v1`;
}

/** Bundles are cut at this many bytes of JSON, before the outbox. */
export const maxBundleBytes = 500_000;
