/**
 * Makes identifiers and digests for pure code; handed in by the application, which holds the key.
 * The same parts always give the same identifier; the parts can't be read from it.
 */
export interface Ids {
  /** At most 64 characters of `[a-z0-9]`, starting with a letter: fit for a FHIR id. */
  identify(parts: readonly string[]): string;
  /** Digest of a text, for comparing contents. */
  digest(text: string): string;
}
