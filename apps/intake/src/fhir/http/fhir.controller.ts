import { BearerTokenGuard } from '@ilium/security';
import { Controller, Get, Inject, Param, Post, Put, Req, Res, UseGuards } from '@nestjs/common';
import { readBody } from '../door/json-body.js';
import { FhirSources } from '../fhir-sources.js';
import { isNotification } from '../notifications/read-notification.js';
import { fault } from '../resource/issue.js';
import { refusalAnswer, type FhirAnswer } from './answers.js';
import { capabilityStatement } from './capability-statement.js';
import { CLIENT_OF, type ClientOf } from './client-of.js';
import { orComeAgain, postBundle, takeRecord, type Posting } from './fhir-requests.js';
import { baseOf, bodyOf, headerOf, type HttpReply, type HttpRequest } from './http-message.js';
import { notificationAnswer } from './notification-requests.js';
import { sendAnswer } from './send-answer.js';

/** Takes records as a FHIR server would. What may be sent by whom is for the guard before it. */
@Controller('fhir')
@UseGuards(BearerTokenGuard)
export class FhirController {
  readonly #since = new Date();

  constructor(
    private readonly sources: FhirSources,
    @Inject(CLIENT_OF) private readonly clientOf: ClientOf,
  ) {}

  @Get('metadata')
  metadata(@Res() reply: HttpReply): void {
    sendAnswer(reply, { status: 200, body: capabilityStatement(this.#since) });
  }

  @Post()
  async bundle(@Req() request: HttpRequest, @Res() reply: HttpReply): Promise<void> {
    sendAnswer(reply, await this.#bundle(request));
  }

  @Post('$process-message')
  async message(@Req() request: HttpRequest, @Res() reply: HttpReply): Promise<void> {
    sendAnswer(reply, await this.#bundle(request));
  }

  @Post(':type')
  async create(@Param('type') type: string, @Req() request: HttpRequest, @Res() reply: HttpReply): Promise<void> {
    const { door } = this.sources;
    sendAnswer(reply, await orComeAgain(() => takeRecord(door, { type }, this.#posting(request))));
  }

  @Put(':type/:id')
  async update(
    @Param('type') type: string,
    @Param('id') id: string,
    @Req() request: HttpRequest,
    @Res() reply: HttpReply,
  ): Promise<void> {
    const { door } = this.sources;
    sendAnswer(reply, await orComeAgain(() => takeRecord(door, { type, id }, this.#posting(request))));
  }

  #bundle(request: HttpRequest): Promise<FhirAnswer> {
    const posting = this.#posting(request);
    return orComeAgain(async () => {
      const read = readBody(posting.body);
      if (!read.ok || !isNotification(read.record)) return postBundle(this.sources.door, posting);
      const subscribed = this.sources.all().filter(({ source }) => source.subscription !== undefined);
      const [only, another] = subscribed;
      if (only !== undefined && another === undefined) return notificationAnswer(only, posting.body);
      const text = 'Notifications are taken at notifications/ and the name of their source.';
      return refusalAnswer(422, [fault('not-supported', text, 'Bundle')]);
    });
  }

  #posting(request: HttpRequest): Posting {
    return {
      sender: this.sources.sender(this.clientOf(request)),
      body: bodyOf(request),
      peer: request.ip,
      base: baseOf(request),
      prefer: headerOf(request, 'prefer'),
    };
  }
}
