import { ParametersPipe } from '@ilium/observability';
import { RecordsTokenGuard } from '@ilium/security';
import { Controller, Get, Header, NotFoundException, Param, Query, UseGuards, UsePipes } from '@nestjs/common';
import { SourceMessagesRepository } from '../source-messages/source-messages.repository.js';
import { messageId, sourcesQuery, type KeptMessages, type SourcesQuery } from './messages.schema.js';
import type { z } from 'zod';

/** Messages behind a figure, for who may see identified records: the mapper tells their places in the order of receipt. */
@Controller('v1/records/messages')
@UseGuards(RecordsTokenGuard)
@UsePipes(new ParametersPipe())
export class SourcesController {
  constructor(private readonly messages: SourceMessagesRepository) {}

  @Get()
  @Header('cache-control', 'private, no-store')
  async received(@Query({ schema: sourcesQuery }) { site, sequence }: SourcesQuery): Promise<KeptMessages> {
    return { messages: await this.messages.received({ site, sequence: sequence.split(',') }) };
  }

  @Get(':id/body')
  @Header('content-type', 'application/octet-stream')
  @Header('cache-control', 'private, no-store')
  async body(@Param({ schema: messageId }) { id }: z.output<typeof messageId>): Promise<Buffer> {
    const found = await this.messages.body(id);
    if (found !== undefined) return found;
    throw new NotFoundException('No such message is kept, or not any more (BODY_DAYS, MESSAGE_DAYS).');
  }
}
