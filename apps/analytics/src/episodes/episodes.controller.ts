import { ParametersPipe } from '@ilium/observability';
import { BearerTokenGuard } from '@ilium/security';
import { BadRequestException, Controller, Get, Query, UseGuards, UseInterceptors, UsePipes } from '@nestjs/common';
import { DataVersionInterceptor } from '../api/data-version.interceptor.js';
import { AtMoment } from '../api/moment.js';
import type { Moment } from '../questions/moments.js';
import { contradictionIn } from '../questions/selection.js';
import { readPlace, writePlace } from './cursor.js';
import { countedOutcomes, type CountedOutcome } from './episodes.repository.js';
import {
  contradictionInParts,
  episodesAsked,
  type Episode,
  type EpisodesAnswer,
  type EpisodesAsked,
} from './episodes.schema.js';

/** From a number to the episodes behind it, under their pseudonyms. */
@Controller('v1/statistics/episodes')
@UseGuards(BearerTokenGuard)
@UseInterceptors(DataVersionInterceptor)
@UsePipes(new ParametersPipe())
export class EpisodesController {
  @Get()
  async behind(
    @Query({ schema: episodesAsked }) asked: EpisodesAsked,
    @AtMoment() { queries }: Moment,
  ): Promise<EpisodesAnswer> {
    const contradiction = contradictionIn(asked) ?? contradictionInParts(asked);
    if (contradiction !== undefined) throw new BadRequestException(contradiction);
    const { limit } = asked;
    const after = asked.after === undefined ? undefined : readPlace(asked.after);
    const found = await countedOutcomes(queries, asked, { after, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return {
      episodes: episodesOf(shown),
      after: last && found.length > limit ? writePlace({ ...last, key: last.outcome.key }) : null,
    };
  }
}

function episodesOf(outcomes: readonly CountedOutcome[]): Episode[] {
  const byEpisode = Map.groupBy(outcomes, ({ episode }) => episode);
  return [...byEpisode.values()].flatMap((own) => {
    const [first] = own;
    if (first === undefined) return [];
    const { episode, procedureType, period } = first;
    return [{ episode, procedureType, period, outcomes: own.map(({ outcome }) => outcome) }];
  });
}
