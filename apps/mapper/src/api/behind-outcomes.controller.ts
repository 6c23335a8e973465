import type { BehindOutcome } from '@ilium/contracts';
import { ParametersPipe } from '@ilium/observability';
import { RecordsTokenGuard } from '@ilium/security';
import { Controller, Get, Header, NotFoundException, Param, UseGuards, UsePipes } from '@nestjs/common';
import { BehindOutcomesService } from '../behind-outcomes.service.js';
import { outcomeName, type OutcomeName } from './behind-outcomes.schema.js';

/** From an outcome of the statistics to the records and sources behind it: identified data, for who may see those. */
@Controller('v1/outcomes')
@UseGuards(RecordsTokenGuard)
@UsePipes(new ParametersPipe())
export class BehindOutcomesController {
  constructor(private readonly outcomes: BehindOutcomesService) {}

  @Get(':outcome/records')
  @Header('cache-control', 'private, no-store')
  async records(@Param({ schema: outcomeName }) { outcome }: OutcomeName): Promise<BehindOutcome> {
    const found = await this.outcomes.behind(outcome);
    if (found !== undefined) return found;
    throw new NotFoundException(
      'Nothing stands behind such an outcome: it was taken back, its patient is hidden, or analytics has it from elsewhere.',
    );
  }
}
