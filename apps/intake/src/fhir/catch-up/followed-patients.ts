import { followedPatients, type Identifier } from '@ilium/contracts';
import type { PatientsWithOpenWindows } from './search.js';

export interface MapperAddress {
  readonly url: string;
  /** The mapper's API_TOKEN, where it has one. */
  readonly token?: string | undefined;
}

const timeoutMs = 10_000;

/** Whose windows are open, as the mapper knows it, page by page. */
export class FollowedPatients implements PatientsWithOpenWindows {
  constructor(private readonly mapper: MapperAddress) {}

  async *patientsWithOpenWindows(): AsyncIterable<Identifier> {
    for (let after: string | null = ''; after !== null;) {
      const page = await this.#page(after);
      yield* page.patients;
      ({ after } = page);
    }
  }

  async #page(after: string) {
    const { url, token } = this.mapper;
    const query = after === '' ? '' : `?after=${encodeURIComponent(after)}`;
    const response = await fetch(`${url}/v1/followed${query}`, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new Error(`the mapper answers ${response.status} to who is followed`);
    return followedPatients.parse(await response.json());
  }
}
