import { BearerTokenGuard } from '@ilium/security';
import { Controller, Get, Inject, NotFoundException, Req, Res, UseGuards } from '@nestjs/common';
import { passOn, type Refusal, type Service } from './pass-on.js';
import { answerWith, textOf, type Reply, type Request } from './request.js';

/** Under this token the console's module provides where the mapper and intake are. */
export const RECORDS = Symbol('ilium.console.records');
export interface RecordServices {
  readonly mapper: Service;
  readonly intake: Service | undefined;
}

/** The page's second token: the console has none of its own, so that it can show nobody what that person may not see. */
const tokenHeader = 'ilium-records-token';

const refused: Refusal = {
  status: 403,
  detail: 'Records are for who has the token for them (RECORDS_TOKEN of mapper and intake). Enter it again.',
};

/** From an outcome to identified records and source messages: passed on with what the page was told by who looks. */
@Controller('v1')
@UseGuards(BearerTokenGuard)
export class RecordsController {
  constructor(@Inject(RECORDS) private readonly services: RecordServices) {}

  @Get('outcomes/:outcome/records')
  records(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    return ask(this.services.mapper, /^\/v1\/outcomes\/[0-9a-f-]{36}\/records$/, request, reply);
  }

  @Get('records/messages')
  messages(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    const { intake } = this.services;
    if (intake === undefined) throw new NotFoundException('No intake is configured here (INTAKE_URL).');
    return ask(intake, /^\/v1\/records\/messages$/, request, reply);
  }
}

async function ask(service: Service, path: RegExp, { url, headers }: Request, reply: Reply): Promise<void> {
  const { pathname, search } = new URL(url, 'http://service');
  if (!path.test(pathname)) throw new NotFoundException('There is no such record.');
  const token = textOf(headers[tokenHeader]);
  answerWith(reply, await passOn({ ...service, token }, { target: `${pathname}${search}` }, refused));
}
