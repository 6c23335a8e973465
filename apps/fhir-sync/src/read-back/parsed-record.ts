import { z } from 'zod';

const record = z.record(z.string(), z.unknown());

/** A record that we sent, from its JSON. */
export function parsedRecord(sent: string): Readonly<Record<string, unknown>> {
  return record.parse(JSON.parse(sent));
}
