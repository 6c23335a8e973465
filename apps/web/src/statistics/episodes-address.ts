import type { EpisodesQuery } from './ask.js';

/** Where the page shows the episodes behind a number. */
export function episodesAddress(query: EpisodesQuery): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) parameters.set(name, String(value));
  return `/outcomes/episodes?${parameters.toString()}`;
}
