import {
  BadRequestException,
  Controller,
  Get,
  Header,
  NotFoundException,
  Param,
  Query,
  UseGuards,
} from '@nestjs/common';
import { BearerTokenGuard } from '@ilium/security';
import { z } from 'zod';
import { SourceMessagesRepository, type KeptMessage } from '../source-messages/source-messages.repository.js';

const page = z.strictObject({
  before: z
    .string()
    .regex(/^\d{1,15}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
const uuid = z.uuid();

/** Kept messages: those that a person should look at, and each one as it came. */
@Controller('v1')
@UseGuards(BearerTokenGuard)
export class MessagesController {
  constructor(private readonly messages: SourceMessagesRepository) {}

  @Get('work')
  async work(@Query() query: Record<string, string>): Promise<{ readonly messages: readonly KeptMessage[] }> {
    const read = page.safeParse(query);
    if (!read.success) {
      throw new BadRequestException(
        'Allowed: before, the sequence of the last message of a page; limit, from 1 to 500.',
      );
    }
    const { before, limit } = read.data;
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
