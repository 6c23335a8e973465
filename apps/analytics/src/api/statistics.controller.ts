import { ParametersPipe } from '@ilium/observability';
import { BearerTokenGuard } from '@ilium/security';
import {
  BadRequestException,
  ConflictException,
  Controller,
  Get,
  Query,
  UseGuards,
  UseInterceptors,
  UsePipes,
} from '@nestjs/common';
import { z } from 'zod';
import { changeFigures, changesAnswerOf, type ChangesAnswer } from '../answers/changes.js';
import { dimensionsAnswerOf, type DimensionsAnswer } from '../answers/dimensions.js';
import { funnelAnswerOf, sessionFigures, type FunnelAnswer } from '../answers/funnel.js';
import { reliefAnswerOf, reliefFigures, type ReliefAnswer } from '../answers/relief.js';
import { rateRuleNames, trendAnswerOf, type TrendAnswer } from '../answers/trend.js';
import { ratesAnswerOf, type RatesAnswer } from '../answers/window-rates.js';
import { CellsRepository } from '../questions/cells.repository.js';
import { CountsRepository } from '../questions/counts.repository.js';
import { KnownScalesRepository } from '../questions/known-scales.repository.js';
import {
  contradictionIn,
  contradictionInValues,
  isStratified,
  selection,
  selectionWith,
  strataFilters,
  stratifiedSelection,
  type Selection,
} from '../questions/selection.js';
import { CountedGuard } from './counted.guard.js';
import { DataVersionInterceptor } from './data-version.interceptor.js';

export const trendSelection = selectionWith({
  ...strataFilters,
  rule: z
    .enum(rateRuleNames, { error: `Allowed, once: ${rateRuleNames.join(', ')}.` })
    .default('improved')
    .describe('Which rate.'),
});

/** Statistics of outcomes. Rates are by the clinical rules; figures of what is selected, at one moment. */
@Controller('v1/statistics')
@UseGuards(BearerTokenGuard, CountedGuard)
@UseInterceptors(DataVersionInterceptor)
@UsePipes(new ParametersPipe())
export class StatisticsController {
  constructor(
    private readonly counts: CountsRepository,
    private readonly cells: CellsRepository,
    private readonly scales: KnownScalesRepository,
  ) {}

  @Get('dimensions')
  async dimensions(): Promise<DimensionsAnswer> {
    return dimensionsAnswerOf(await this.scales.known());
  }

  @Get('rates')
  async rates(@Query({ schema: stratifiedSelection }) asked: Selection): Promise<RatesAnswer> {
    return ratesAnswerOf(await this.counts.byWindow(sound(asked)));
  }

  @Get('changes')
  async changes(@Query({ schema: selection }) asked: Selection): Promise<ChangesAnswer> {
    if (asked.measure === undefined || (asked.procedureType === undefined && asked.window === undefined))
      throw new BadRequestException(
        'measure, procedureType, window: how often each change was seen is a long answer. Give the measure and one of the others.',
      );
    return changesAnswerOf(await this.cells.byWindow(soundOfValues(asked), changeFigures));
  }

  @Get('trend')
  async trend(@Query({ schema: trendSelection }) asked: z.output<typeof trendSelection>): Promise<TrendAnswer> {
    const { measure, window } = sound(asked);
    if (measure === undefined || window === undefined)
      throw new BadRequestException('measure, window: a trend is of one of each. Give both.');
    await this.#requireOneScale(asked);
    const periods = await this.counts.byPeriod(asked);
    if (periods.some(({ period }) => period.length === '2026'.length) && !isStratified(asked))
      throw new ConflictException('Sessions are told by their year only: there is no trend by month.');
    return trendAnswerOf(periods, asked.rule);
  }

  @Get('relief')
  async relief(@Query({ schema: selection }) asked: Selection): Promise<ReliefAnswer> {
    if (asked.measure === undefined)
      throw new BadRequestException('measure: how long relief lasts is told by one measure. Give it, for example nrs.');
    await this.#requireOneScale(asked);
    // A duration is of no window.
    return reliefAnswerOf(await this.cells.cells({ ...soundOfValues(asked), window: undefined }, reliefFigures));
  }

  @Get('funnel')
  async funnel(@Query({ schema: selection }) asked: Selection): Promise<FunnelAnswer> {
    // A session has all its scores: what is asked of those does not narrow the sessions.
    const anyScore = { measure: undefined, family: undefined, painLocation: undefined, recall: undefined };
    const ofSessions = { ...sound(asked), ...anyScore, window: undefined };
    return funnelAnswerOf(
      await this.cells.cells(ofSessions, sessionFigures),
      await this.counts.byWindow(asked),
      await this.cells.byWindow(asked, ['missing']),
    );
  }

  async #requireOneScale(asked: Selection): Promise<void> {
    if ((await this.scales.countOf(asked)) > 1)
      throw new ConflictException('Scores are of several locations or recall periods. Give painLocation and recall.');
  }
}

function sound<Asked extends Selection>(asked: Asked, contradiction = contradictionIn(asked)): Asked {
  if (contradiction !== undefined) throw new BadRequestException(contradiction);
  return asked;
}

function soundOfValues<Asked extends Selection>(asked: Asked): Asked {
  return sound(asked, contradictionInValues(asked));
}
