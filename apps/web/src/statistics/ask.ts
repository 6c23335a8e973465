import createClient from 'openapi-fetch';
import type { components, paths } from './analytics-api.js';

type Schemas = components['schemas'];
export type Dimensions = Schemas['dimensions'];
export type WindowRates = Schemas['rates']['groups'][number];
export type Proportion = WindowRates['improved'];
export type Trend = Schemas['trend'];
export type Relief = Schemas['relief'];
export type ReliefCurve = NonNullable<Relief['ofAll']>;
export type Funnel = Schemas['funnel'];
export type Statement = Schemas['statements']['statements'][number];
export type PublishedStatement = Schemas['publishedStatement'];
export type Movements = Schemas['movementsOfStatement'];
export type MovedFigure = Movements['corrected'][number];
export type Changes = Schemas['changes']['groups'][number];
export type TimesToEvent = Schemas['timesToEvent'];
export type Episodes = Schemas['episodes'];
export type Episode = Episodes['episodes'][number];
export type EpisodeOutcome = Episode['outcomes'][number];

/** What rates can be asked of; other questions know fewer of these. */
export type RatesQuery = NonNullable<paths['/v1/statistics/rates']['get']['parameters']['query']>;
export type SelectionQuery = NonNullable<paths['/v1/statistics/relief']['get']['parameters']['query']>;
export type RateRule = NonNullable<NonNullable<paths['/v1/statistics/trend']['get']['parameters']['query']>['rule']>;
export type EpisodesQuery = NonNullable<paths['/v1/statistics/episodes']['get']['parameters']['query']>;
export type CountedName = NonNullable<EpisodesQuery['counted']>;
export type Publication = paths['/v1/statements/published']['post']['requestBody']['content']['application/json'];
type StatementsQuery = NonNullable<paths['/v1/statements']['get']['parameters']['query']>;

/** Why there is no answer, and what to do. Status 0: nobody answered. */
export class NoAnswer extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
  ) {
    super(detail);
  }
}

const client = createClient<paths>({
  baseUrl: window.location.origin,
  // `a,b`, not the same name twice.
  querySerializer: { array: { style: 'form', explode: false } },
});

const tokenPlace = 'ilium.token';

export function keptToken(): string | null {
  return window.sessionStorage.getItem(tokenPlace);
}

/** For as long as the tab is open, and for this origin only. */
export function keepToken(token: string): void {
  window.sessionStorage.setItem(tokenPlace, token);
}

client.use({
  onRequest({ request }) {
    const token = keptToken();
    if (token !== null) request.headers.set('authorization', `Bearer ${token}`);
    return request;
  },
  onError() {
    return new NoAnswer(0, 'The console cannot be reached. The figures come back when it answers.');
  },
});

interface Answered<T> {
  readonly data?: T;
  readonly error?: { readonly detail: string };
  readonly response: Response;
}

async function answerOf<T>(asking: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await asking;
  if (data !== undefined) return data;
  throw new NoAnswer(response.status, error?.detail ?? 'The console answered an error. Its log has the cause.');
}

export const ask = {
  dimensions: (signal: AbortSignal) => answerOf(client.GET('/v1/statistics/dimensions', { signal })),
  rates: (query: RatesQuery, signal: AbortSignal) =>
    answerOf(client.GET('/v1/statistics/rates', { params: { query }, signal })),
  trend: (query: RatesQuery & { readonly rule: RateRule }, signal: AbortSignal) =>
    answerOf(client.GET('/v1/statistics/trend', { params: { query }, signal })),
  relief: (query: SelectionQuery, signal: AbortSignal) =>
    answerOf(client.GET('/v1/statistics/relief', { params: { query }, signal })),
  funnel: (query: SelectionQuery, signal: AbortSignal) =>
    answerOf(client.GET('/v1/statistics/funnel', { params: { query }, signal })),
  statements: (query: StatementsQuery, signal: AbortSignal) =>
    answerOf(client.GET('/v1/statements', { params: { query }, signal })),
  changes: (query: SelectionQuery, signal: AbortSignal) =>
    answerOf(client.GET('/v1/statistics/changes', { params: { query }, signal })),
  timesToEvent: (query: SelectionQuery, signal: AbortSignal) =>
    answerOf(client.GET('/v1/statistics/times-to-event', { params: { query }, signal })),
  /** @param search as it stands in an address: whether it is sound, analytics says itself */
  episodes: (search: string, signal: AbortSignal) =>
    answerOf(client.GET('/v1/statistics/episodes', { querySerializer: () => search, signal })),
  movements: (id: string, signal: AbortSignal) =>
    answerOf(client.GET('/v1/statements/published/{id}/movements', { params: { path: { id } }, signal })),
  publish: (body: Publication) => answerOf(client.POST('/v1/statements/published', { body })),
  published: (signal: AbortSignal) => answerOf(client.GET('/v1/statements/published', { signal })),
};
