import type { EntryAnswer, Put } from '../target/bundle.js';
import type { FhirTarget } from '../target/fhir-target.js';

/**
 * The lane for servers that take transactions of PUTs under ids that the client chose.
 *
 * After an unknown outcome (a time-out after sending, a cut answer, a takeover) the same PUT is sent again instead of first
 * being compared with what the server holds. It is idempotent, costs one round trip either way, and a record counts as
 * delivered only on an answer to a PUT of ours. Where the server told us a version, `If-Match` names it: if the lost request
 * did arrive (or anybody else wrote), the server says so, the record is read, and the PUT follows on that, with what others added to it.
 */
export class RepositoryLane {
  constructor(private readonly target: Pick<FhirTarget, 'transaction' | 'batch'>) {}

  put(puts: readonly Put[]): Promise<EntryAnswer[]> {
    return this.target.transaction(puts);
  }

  /** Reads by relative URL, in one request. */
  read(urls: readonly string[]): Promise<EntryAnswer[]> {
    return this.target.batch(urls);
  }

  /** The version that the server holds of each record; null where it holds none, or says none. */
  async versions(keys: readonly string[]): Promise<Map<string, string | null>> {
    const answers = await this.target.batch(keys);
    return new Map(keys.map((key, index) => [key, answers[index]?.version ?? null]));
  }
}
