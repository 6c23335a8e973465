import { BearerTokenGuard } from '@ilium/security';
import { Body, Controller, Get, Inject, NotFoundException, Post, Req, Res, UseGuards } from '@nestjs/common';
import { passOn, type Refusal, type Service } from './pass-on.js';
import { answerWith, textOf, type Reply, type Request } from './request.js';

/** Under this token the console's module provides where analytics is. */
export const ANALYTICS = Symbol('ilium.console.analytics');

/** Of the console's token: the page can not do anything about it, and must not ask its user for one. */
const refused: Refusal = {
  status: 502,
  detail: 'analytics refuses the console. Set ANALYTICS_TOKEN of the console to the API_TOKEN of analytics.',
};

/**
 * The statistics of analytics, for the page: a browser talks to the console alone. These routes and no others are passed
 * on; which questions there are, and whether one is sound, analytics says itself.
 */
@Controller('v1')
export class StatisticsController {
  constructor(@Inject(ANALYTICS) private readonly analytics: Service) {}

  @Get('statistics/:question')
  @UseGuards(BearerTokenGuard)
  statistics(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    return this.#passOn(request, reply);
  }

  @Get('statements')
  @UseGuards(BearerTokenGuard)
  statements(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    return this.#passOn(request, reply);
  }

  /** For everybody, as analytics has it. */
  @Get('statements/published')
  published(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    return this.#passOn(request, reply);
  }

  /** By who has the console's token: what analytics does not publish, and why, it says itself. */
  @Post('statements/published')
  @UseGuards(BearerTokenGuard)
  publish(@Req() request: Request, @Body() publication: unknown, @Res() reply: Reply): Promise<void> {
    return this.#passOn(request, reply, JSON.stringify(publication));
  }

  @Get('statements/published/:id/movements')
  @UseGuards(BearerTokenGuard)
  movements(@Req() request: Request, @Res() reply: Reply): Promise<void> {
    return this.#passOn(request, reply);
  }

  async #passOn({ url, headers }: Request, reply: Reply, body?: string): Promise<void> {
    const ifNoneMatch = textOf(headers['if-none-match']);
    answerWith(reply, await passOn(this.analytics, { target: targetOf(url), ifNoneMatch, body }, refused));
  }
}

const uuid = '[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const paths = new RegExp(`^/v1/(statistics/[a-z-]+|statements(/published(/${uuid}/movements)?)?)$`);

/** As it was asked. A URL resolves `..`, and would lead to another route of analytics. */
function targetOf(url: string): string {
  const { pathname, search } = new URL(url, 'http://analytics');
  if (paths.test(pathname)) return `${pathname}${search}`;
  throw new NotFoundException('There is no such question: /v1/openapi.json of analytics lists them.');
}
