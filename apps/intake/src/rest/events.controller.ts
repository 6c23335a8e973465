import { BearerTokenGuard } from '@ilium/security';
import {
  Body,
  Controller,
  Headers,
  HttpException,
  Inject,
  Ip,
  Post,
  Res,
  ServiceUnavailableException,
  UseGuards,
} from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { StoreAway, type MessageStore } from '../source-messages/source-message.js';
import { MESSAGE_STORE, SITE_NAME } from '../tokens.js';
import { answersOf, statusOf, type EventAnswers } from './event-answers.js';
import { eventBodies, eventMediaTypes, UnreadableBody } from './event-bodies.js';
import { takeEvents } from './take-events.js';

const restDoor = 'rest';

/** The part of Fastify's reply that is used here. */
interface Reply {
  code(status: number): unknown;
}

@Controller('v1/events')
@UseGuards(BearerTokenGuard)
export class EventsController {
  constructor(
    @Inject(MESSAGE_STORE) private readonly store: MessageStore,
    @Inject(SITE_NAME) private readonly site: string,
  ) {}

  @Post()
  async take(
    @Body() body: unknown,
    @Headers('content-type') contentType: string | undefined,
    @Ip() peer: string,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<EventAnswers> {
    const { items, isSingle } = takenApart(body, contentType ?? '');
    const door = { door: restDoor, site: this.site, peer };
    const answers = answersOf(await takeEvents(items, door, this.store).catch(unavailable));
    reply.code(statusOf(answers, isSingle));
    return answers;
  }
}

function unavailable(error: unknown): never {
  if (!(error instanceof StoreAway)) throw error;
  const words = 'The database does not answer in time. Send the same again later: nothing counts twice.';
  throw new ServiceUnavailableException(words, { cause: error });
}

function takenApart(body: unknown, contentType: string) {
  try {
    const bodies = eventBodies(Buffer.isBuffer(body) ? body : Buffer.alloc(0), contentType);
    if (bodies.items.length === 0) throw new UnreadableBody('Send at least one event.', 400);
    return bodies;
  } catch (error) {
    if (error instanceof UnreadableBody) throw new HttpException(error.message, error.status, { cause: error });
    throw error;
  }
}

/**
 * Bodies of events reach the controller as they came, at most `bodyLimit` bytes. Plain JSON does so for every route of
 * the application.
 */
export function acceptEventBodies(app: NestFastifyApplication, bodyLimit: number): void {
  for (const mediaType of eventMediaTypes) {
    app.useBodyParser(mediaType, { bodyLimit }, (_request, body, done) => done(null, body));
  }
}
