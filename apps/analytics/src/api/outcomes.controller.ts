import type { OutcomesSummary } from '@ilium/contracts';
import { ParametersPipe } from '@ilium/observability';
import { BearerTokenGuard } from '@ilium/security';
import { Controller, Get, Query, UseGuards, UsePipes } from '@nestjs/common';
import { summaryFilter, type SummaryFilter } from '../summary/summary-filter.js';
import { SummaryRepository } from '../summary/summary.repository.js';
import { CountedGuard } from './counted.guard.js';

@Controller('v1/outcomes')
@UseGuards(BearerTokenGuard, CountedGuard)
@UsePipes(new ParametersPipe())
export class OutcomesController {
  constructor(private readonly summaries: SummaryRepository) {}

  @Get('summary')
  summary(@Query({ schema: summaryFilter }) filter: SummaryFilter): Promise<OutcomesSummary> {
    return this.summaries.summary(filter);
  }
}
