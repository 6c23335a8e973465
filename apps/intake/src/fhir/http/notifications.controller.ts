import { BearerTokenGuard } from '@ilium/security';
import { Controller, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import { FhirSources } from '../fhir-sources.js';
import { fault } from '../resource/issue.js';
import { refusalAnswer } from './answers.js';
import { orComeAgain } from './fhir-requests.js';
import { bodyOf, type HttpReply, type HttpRequest } from './http-message.js';
import { notificationAnswer } from './notification-requests.js';
import { sendAnswer } from './send-answer.js';

/** Where a source's Subscription sends its notifications. */
@Controller('fhir/notifications')
@UseGuards(BearerTokenGuard)
export class NotificationsController {
  constructor(private readonly sources: FhirSources) {}

  @Post(':name')
  async notify(@Param('name') name: string, @Req() request: HttpRequest, @Res() reply: HttpReply): Promise<void> {
    const running = this.sources.get(name);
    const answer =
      running === undefined
        ? refusalAnswer(404, [fault('not-found', 'The site file has no FHIR source of this name.')])
        : await orComeAgain(() => notificationAnswer(running, bodyOf(request)));
    sendAnswer(reply, answer);
  }
}
