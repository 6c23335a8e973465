import { ParametersPipe } from '@ilium/observability';
import { BearerTokenGuard } from '@ilium/security';
import {
  BadRequestException,
  ConflictException,
  Controller,
  Get,
  Inject,
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
import { timeFigures, timesToEventAnswerOf, type TimesToEventAnswer } from '../answers/times-to-event.js';
import { rateRuleNames, trendAnswerOf, type TrendAnswer } from '../answers/trend.js';
import { ratesAnswerOf, type RatesAnswer } from '../answers/window-rates.js';
import { askedScaleOf, isOnAskedScale } from '../questions/asked-scale.js';
import type { Moment } from '../questions/moments.js';
import { once } from '../questions/once.js';
import { contradictionIn, selection, selectionWith, type Selection } from '../questions/selection.js';
import { primaryWindowOf, STATEMENT_SETTINGS, type StatementSettings } from '../statements/statement-settings.js';
import { CountedGuard } from './counted.guard.js';
import { DataVersionInterceptor } from './data-version.interceptor.js';
import { AtMoment } from './moment.js';

export const trendSelection = selectionWith({
  rule: z
    .enum(rateRuleNames, once(rateRuleNames.join(', ')))
    .default('improved')
    .describe('Which rate.'),
});

/** Statistics of outcomes. Rates are by the clinical rules; figures of what is selected, at one moment. */
@Controller('v1/statistics')
@UseGuards(BearerTokenGuard, CountedGuard)
@UseInterceptors(DataVersionInterceptor)
@UsePipes(new ParametersPipe())
export class StatisticsController {
  constructor(@Inject(STATEMENT_SETTINGS) private readonly settings: StatementSettings) {}

  @Get('dimensions')
  async dimensions(@AtMoment() { scales }: Moment): Promise<DimensionsAnswer> {
    return dimensionsAnswerOf(await scales.known(), await scales.haveMonths(), (type) =>
      primaryWindowOf(type, this.settings),
    );
  }

  @Get('rates')
  async rates(@Query({ schema: selection }) asked: Selection, @AtMoment() { counts }: Moment): Promise<RatesAnswer> {
    return ratesAnswerOf(await counts.byWindow(sound(asked)));
  }

  @Get('changes')
  async changes(@Query({ schema: selection }) asked: Selection, @AtMoment() { cells }: Moment): Promise<ChangesAnswer> {
    if (asked.measure === undefined || (asked.procedureType === undefined && asked.window === undefined))
      throw new BadRequestException(
        'measure, procedureType, window: how often each change was seen is a long answer. Give the measure and one of the others.',
      );
    const groups = await cells.byWindow(sound(asked), changeFigures);
    return changesAnswerOf(groups.filter((group) => isOnAskedScale(group, asked)));
  }

  @Get('trend')
  async trend(
    @Query({ schema: trendSelection }) asked: z.output<typeof trendSelection>,
    @AtMoment() { counts, scales }: Moment,
  ): Promise<TrendAnswer> {
    const { measure, window } = sound(asked);
    if (measure === undefined || window === undefined)
      throw new BadRequestException('measure, window: a trend is of one of each. Give both.');
    await requireOneScale(asked, scales);
    const periods = await counts.byPeriod(asked);
    if (periods.some(({ period }) => period.length === '2026'.length))
      throw new ConflictException(
        'from, to, site: some of these sessions are told by their year only, and belong to no month. Ask for months within a year, or for a site that tells months.',
      );
    return trendAnswerOf(periods, asked.rule);
  }

  @Get('relief')
  async relief(
    @Query({ schema: selection }) asked: Selection,
    @AtMoment() { cells, scales }: Moment,
  ): Promise<ReliefAnswer> {
    if (asked.measure === undefined)
      throw new BadRequestException('measure: how long relief lasts is told by one measure. Give it, for example nrs.');
    // A duration is of no window.
    const ofDurations = { ...sound(asked), window: undefined };
    await requireOneScale(ofDurations, scales);
    return reliefAnswerOf(await cells.ofScale(ofDurations, reliefFigures));
  }

  @Get('times-to-event')
  async timesToEvent(
    @Query({ schema: selection }) asked: Selection,
    @AtMoment() { cells, scales }: Moment,
  ): Promise<TimesToEventAnswer> {
    if (asked.measure === undefined)
      throw new BadRequestException('measure: a diary is of one measure. Give it, for example nrs.');
    // A day is of no window.
    const ofDiaries = { ...sound(asked), window: undefined };
    await requireOneScale(ofDiaries, scales);
    return timesToEventAnswerOf(await cells.ofScale(ofDiaries, timeFigures));
  }

  @Get('funnel')
  async funnel(
    @Query({ schema: selection }) asked: Selection,
    @AtMoment() { cells, counts }: Moment,
  ): Promise<FunnelAnswer> {
    // A session has all its scores: what is asked of those does not narrow the sessions.
    const anyScore = { measure: undefined, family: undefined, painLocation: undefined, recall: undefined };
    const ofSessions = { ...sound(asked), ...anyScore, window: undefined };
    const missing = await cells.byWindow(asked, ['missing']);
    return funnelAnswerOf(
      await cells.cells(ofSessions, sessionFigures),
      await counts.byWindow(asked),
      missing.map((group) => ({ ...group, ...askedScaleOf(group, asked) })),
    );
  }
}

async function requireOneScale(asked: Selection, scales: Moment['scales']): Promise<void> {
  if ((await scales.countOf(asked)) > 1)
    throw new ConflictException('Scores are of several locations or recall periods. Give painLocation and recall.');
}

function sound<Asked extends Selection>(asked: Asked): Asked {
  const contradiction = contradictionIn(asked);
  if (contradiction !== undefined) throw new BadRequestException(contradiction);
  return asked;
}
