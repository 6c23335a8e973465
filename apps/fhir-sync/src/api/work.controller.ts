import { ParametersPipe } from '@ilium/observability';
import { BearerTokenGuard } from '@ilium/security';
import {
  BadRequestException,
  Body,
  ConflictException,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Param,
  Post,
  Query,
  UseGuards,
  UsePipes,
} from '@nestjs/common';
import { Deliveries } from '../delivery/deliveries.js';
import { faultOfSettling } from './fault-of-settling.js';
import { WorkRepository } from './work.repository.js';
import { recordName, settling, workQuery, type RecordName, type Settling, type WorkQuery } from './work.schema.js';

/** Records that wait for a person, and what that person says of them. */
@Controller('v1/work')
@UseGuards(BearerTokenGuard)
@UsePipes(new ParametersPipe())
export class WorkController {
  constructor(
    private readonly work: WorkRepository,
    private readonly deliveries: Deliveries,
  ) {}

  @Get()
  list(@Query({ schema: workQuery }) query: WorkQuery): ReturnType<WorkRepository['page']> {
    return this.work.page(query);
  }

  @Post(':type/:id')
  @HttpCode(HttpStatus.NO_CONTENT)
  async settle(
    @Param({ schema: recordName }) name: RecordName,
    @Body({ schema: settling }) said: Settling,
  ): Promise<void> {
    const fault = faultOfSettling(name, said);
    if (fault !== undefined) throw new BadRequestException(fault);
    const key = `${name.type}/${name.id}`;
    const target = said.target ?? this.deliveries.all[0]?.name;
    if (target === undefined || !(await this.work.settle(target, key, said))) {
      throw new ConflictException(await this.#whyNot(target, key, said));
    }
    this.deliveries.all.find((one) => one.name === target)?.hl7?.lane.wake();
    this.deliveries.wake();
  }

  /** Looked up afterwards, for the words only. */
  async #whyNot(target: string | undefined, key: string, { place, comparison }: Settling): Promise<string> {
    if (target !== undefined && place !== undefined && (await this.work.isTaken(target, key, place))) {
      return 'At `place` the target has another record of ours. Look up where it has this one; where it has none of its own, settle it as `send-again`.';
    }
    return comparison === undefined
      ? 'The record does not wait for anybody in this revision; GET /v1/work shows what does.'
      : 'The record does not wait for this `comparison` in this revision: the chart, the source or the record has changed since. GET /v1/work?reason=identity-mismatch shows what waits now; look at both sides again.';
  }
}
