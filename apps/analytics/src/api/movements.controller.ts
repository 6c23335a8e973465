import { ParametersPipe } from '@ilium/observability';
import { BearerTokenGuard } from '@ilium/security';
import { Controller, Get, NotFoundException, Param, Query, UseGuards, UseInterceptors, UsePipes } from '@nestjs/common';
import type { z } from 'zod';
import { publishedId } from '../exports/measure-reports.controller.js';
import type { Moment } from '../questions/moments.js';
import { figuresBy, movedFigures } from '../statements/figures.js';
import { movementsOf } from '../statements/movements.repository.js';
import {
  PublishedStatementsRepository,
  type PublishedStatement,
} from '../statements/published-statements.repository.js';
import { StatementsService } from '../statements/statements.service.js';
import { DataVersionInterceptor } from './data-version.interceptor.js';
import { AtMoment } from './moment.js';
import {
  correctionsAsked,
  movementsAsked,
  type CorrectionsAsked,
  type MovementsAnswer,
  type MovementsOfStatement,
  type MovementsPage,
} from './movements.schema.js';

/** From what was published to the corrections that moved it, and from a correction to what it moved. */
@Controller('v1/statements')
@UseGuards(BearerTokenGuard)
@UseInterceptors(DataVersionInterceptor)
@UsePipes(new ParametersPipe())
export class MovementsController {
  constructor(
    private readonly statements: StatementsService,
    private readonly published: PublishedStatementsRepository,
  ) {}

  @Get('published/:id/movements')
  async ofStatement(
    @Param({ schema: publishedId }) { id }: z.output<typeof publishedId>,
    @Query({ schema: movementsAsked }) asked: MovementsPage,
    @AtMoment() moment: Moment,
  ): Promise<MovementsOfStatement> {
    const told = await this.statements.toldOne(id, moment);
    if (told === undefined)
      throw new NotFoundException(
        'No statement of this id is published. /v1/statements/published lists those that are.',
      );
    const { corrected, grown } = told;
    return {
      corrected: [...corrected],
      grown: [...grown],
      ...(await pageOf({ ...asked, statement: id }, [told], moment)),
    };
  }

  @Get('movements')
  async all(
    @Query({ schema: correctionsAsked }) asked: CorrectionsAsked,
    @AtMoment() moment: Moment,
  ): Promise<MovementsAnswer> {
    return pageOf(asked, await this.published.all(moment.queries), moment);
  }
}

async function pageOf(
  asked: CorrectionsAsked & { readonly statement?: string },
  statements: readonly PublishedStatement[],
  { queries }: Moment,
): Promise<MovementsAnswer> {
  const { limit } = asked;
  const found = await movementsOf(queries, { ...asked, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const told = new Map(statements.map(({ id, statement }) => [id, statement]));
  const movements = shown.flatMap((movement) => {
    const { id: _, moved, ...correction } = movement;
    const statement = told.get(correction.statement);
    const figures = statement === undefined ? [] : movedFigures(figuresBy(moved, statement));
    // It moved counts that the statement does not tell.
    return figures.length === 0 ? [] : [{ ...correction, moved: figures }];
  });
  return { movements, after: found.length > limit ? (shown.at(-1)?.id ?? null) : null };
}
