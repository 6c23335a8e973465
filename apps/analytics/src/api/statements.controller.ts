import { ParametersPipe } from '@ilium/observability';
import { BearerTokenGuard } from '@ilium/security';
import {
  BadRequestException,
  Body,
  ConflictException,
  Controller,
  Get,
  Post,
  Query,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import type { Moment } from '../questions/moments.js';
import { contradictionIn } from '../questions/selection.js';
import { NotPublished, StatementsService, type ToldStatement } from '../statements/statements.service.js';
import { CountedGuard } from './counted.guard.js';
import { DataVersionInterceptor } from './data-version.interceptor.js';
import { AtMoment } from './moment.js';
import {
  publication,
  statementsAsked,
  type Publication,
  type PublishedAnswer,
  type PublishedStatementsAnswer,
  type StatementsAnswer,
  type StatementsAskedOf,
} from './statements.schema.js';

/** The clinic's sentences: as they could be said now, and as they were published. */
@Controller('v1/statements')
@UseGuards(CountedGuard)
@UsePipes(new ParametersPipe())
export class StatementsController {
  constructor(private readonly statements: StatementsService) {}

  @Get()
  @UseGuards(BearerTokenGuard)
  @UseInterceptors(DataVersionInterceptor)
  async all(
    @Query({ schema: statementsAsked }) asked: StatementsAskedOf,
    @AtMoment() moment: Moment,
  ): Promise<StatementsAnswer> {
    return { statements: [...(await this.statements.all(sound(asked), moment))] };
  }

  /** For everybody: a named person has said that it may be told. */
  @Get('published')
  @UseInterceptors(DataVersionInterceptor)
  async published(@AtMoment() moment: Moment): Promise<PublishedStatementsAnswer> {
    const told = await this.statements.told(moment);
    return { statements: told.map(answerOf) };
  }

  @Post('published')
  @UseGuards(BearerTokenGuard)
  async publish(@Body({ schema: publication }) { approver, ...wanted }: Publication): Promise<PublishedAnswer> {
    try {
      return answerOf({ ...(await this.statements.publish(sound(wanted), approver)), corrected: [], grown: [] });
    } catch (error) {
      if (error instanceof NotPublished) throw new ConflictException(error.message);
      throw error;
    }
  }
}

function sound<Asked extends StatementsAskedOf>(asked: Asked): Asked {
  const contradiction = contradictionIn(asked);
  if (contradiction !== undefined) throw new BadRequestException(contradiction);
  return asked;
}

function answerOf({ id, publishedAt, approver, statement, madeBy, ...changes }: ToldStatement): PublishedAnswer {
  return {
    ...{ id, publishedAt: publishedAt.toISOString(), approver, statement },
    isMoved: changes.corrected.length > 0,
    isGrown: changes.grown.length > 0,
    madeBy: { ...madeBy, rules: [...madeBy.rules] },
  };
}
