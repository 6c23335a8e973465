import { Controller, Get, Header, NotFoundException, Param, Query, UseGuards, UsePipes } from '@nestjs/common';
import { ParametersPipe } from '@ilium/observability';
import { BearerTokenGuard } from '@ilium/security';
import { workQuery, type KeptMessages, type WorkQuery } from './messages.schema.js';
import { z } from 'zod';
import { SourceMessagesRepository, type KeptMessage } from '../source-messages/source-messages.repository.js';

const uuid = z.uuid();

/** Kept messages: those that a person should look at, and each one as it came. */
@Controller('v1')
@UseGuards(BearerTokenGuard)
export class MessagesController {
  constructor(private readonly messages: SourceMessagesRepository) {}

  @Get('work')
  @UsePipes(new ParametersPipe())
  async work(@Query({ schema: workQuery }) { before, limit }: WorkQuery): Promise<KeptMessages> {
    return { messages: await this.messages.withWork({ limit, ...(before === undefined ? {} : { before }) }) };
  }

  @Get('messages/:id')
  async message(@Param('id') id: string): Promise<KeptMessage> {
    const found = uuid.safeParse(id).success ? await this.messages.find(id) : undefined;
    return found ?? notThere();
  }

  @Get('messages/:id/body')
  @Header('content-type', 'application/octet-stream')
  async body(@Param('id') id: string): Promise<Buffer> {
    const found = uuid.safeParse(id).success ? await this.messages.body(id) : undefined;
    return found ?? notThere();
  }
}

function notThere(): never {
  throw new NotFoundException('No such message is kept, or not any more (BODY_DAYS, MESSAGE_DAYS).');
}
