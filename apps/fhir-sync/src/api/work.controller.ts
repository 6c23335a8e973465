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
    @Param({ schema: recordName }) { type, id }: RecordName,
    @Body({ schema: settling }) said: Settling,
  ): Promise<void> {
    const target = said.target ?? this.deliveries.all[0]?.name;
    if ((said.as === 'found') !== (said.place !== undefined)) {
      throw new BadRequestException('`place` belongs to `found`, and only to it: say where the target has the record.');
    }
    if (target === undefined || !(await this.work.settle(target, `${type}/${id}`, said))) {
      throw new ConflictException(
        'The record does not wait for anybody in this revision; GET /v1/work shows what does.',
      );
    }
    const delivery = this.deliveries.all.find(({ name }) => name === target);
    // The queue of HL7 v2 knows the record already, and sends it again only where it is told so.
    if (said.as === 'send-again') await delivery?.hl7?.lane.replay({ key: `${type}/${id}` });
    this.deliveries.wake();
  }
}
