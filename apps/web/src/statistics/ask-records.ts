import type { BehindOutcome } from '@ilium/contracts';
import { keptToken, NoAnswer } from './ask.js';

/** A kept message, as far as the page shows it. */
export interface SourceMessage {
  readonly id: string;
  readonly site: string;
  readonly sequence: string;
  readonly door: string;
  readonly type: string;
}

export interface Behind {
  readonly behind: BehindOutcome;
  readonly messages: readonly SourceMessage[];
}

const tokenPlace = 'ilium.records-token';

/** For as long as the tab is open, and for this origin only. */
export function keepRecordsToken(token: string): void {
  window.sessionStorage.setItem(tokenPlace, token);
}

/** The records of an outcome's episode, and the messages that intake still keeps of it. */
export async function recordsBehind(outcome: string, signal: AbortSignal): Promise<Behind> {
  const behind = await get<BehindOutcome>(`/v1/outcomes/${outcome}/records`, signal);
  const bySite = Map.groupBy(behind.sources, ({ feed }) => feed.site);
  const messages: SourceMessage[] = [];
  for (const [site, sources] of bySite) {
    const sequences = sources.flatMap(({ messages: said }) => said.flatMap(({ sequence }) => sequence ?? []));
    messages.push(...(await messagesOf(site, [...new Set(sequences)], signal)));
  }
  return { behind, messages };
}

/** As many as intake answers at once. */
const mostSequences = 100;

async function messagesOf(
  site: string,
  sequences: readonly string[],
  signal: AbortSignal,
): Promise<readonly SourceMessage[]> {
  if (sequences.length === 0) return [];
  const asked = new URLSearchParams({ site, sequence: sequences.slice(0, mostSequences).join(',') });
  try {
    const { messages } = await get<{ readonly messages: readonly SourceMessage[] }>(
      `/v1/records/messages?${asked.toString()}`,
      signal,
    );
    return messages;
  } catch (error) {
    // Where everything comes by Kafka there is no intake: the records are told all the same.
    if (error instanceof NoAnswer && error.status === 404) return [];
    throw error;
  }
}

async function get<T>(path: string, signal: AbortSignal): Promise<T> {
  const [console, records] = [keptToken(), window.sessionStorage.getItem(tokenPlace)];
  const response = await fetch(path, {
    signal,
    headers: {
      ...(console === null ? {} : { authorization: `Bearer ${console}` }),
      ...(records === null ? {} : { 'ilium-records-token': records }),
    },
  });
  if (!response.ok) {
    const problem: { readonly detail?: string } = await response.json();
    throw new NoAnswer(response.status, problem.detail ?? 'The console answered an error. Its log has the cause.');
  }
  const answer: T = await response.json();
  return answer;
}
