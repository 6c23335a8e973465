import type { ApiDescription } from '@ilium/observability';
import { episodesAnswer, episodesAsked, type EpisodesAnswer } from './episodes.schema.js';

/** Invented: an answer to `?procedureType=si-joint-injection&measure=nrs&window=M3&counted=improved`. */
export const episodesExample: EpisodesAnswer = {
  episodes: [
    {
      episode: '0b6f5a52-7d0c-4c43-9a0e-5b7d6f1c2a10',
      procedureType: 'si-joint-injection',
      period: '2026-03',
      outcomes: [
        {
          ...{ key: '4f0c2d3e-8f57-4c7b-8f0e-0a4f6c1d2e3f', revision: 1_772_323_200_000_000 },
          ...{ kind: 'score', status: 'observed', measure: 'nrs', painLocation: null, recall: null, window: 'M3' },
          ...{ missingReason: null, baseline: 8, value: 3, betterBy: 5, percentBetter: 62.5 },
          ...{ result: null, rulesVersion: 'riverside 3' },
        },
      ],
    },
  ],
  after: null,
};

export const episodeSchemas: ApiDescription['schemas'] = { episodes: episodesAnswer };

export const episodeOperations: ApiDescription['operations'] = {
  '/v1/statistics/episodes': {
    get: {
      operationId: 'getEpisodes',
      summary: 'The episodes behind a number, under their pseudonyms',
      description: [
        'Of any number of another answer: the same parameters, and which one it is (`counted`). A month of a trend is asked',
        'for by `from` and `to`. Strata and months go together here. Rows of single sessions are pseudonymous, not',
        'anonymous: whoever may read them is under the same agreement as the topic.',
      ].join(' '),
      query: episodesAsked,
      isProtected: true,
      answers: { 200: 'episodes' },
      example: episodesExample,
    },
  },
};
