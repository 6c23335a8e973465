import { BearerTokenGuard } from '@ilium/security';
import { Controller, Get, Inject, NotFoundException, Req, Res, UseGuards } from '@nestjs/common';
import { passOn, type Analytics } from './pass-on.js';

/** Under this token the console's module provides where analytics is. */
export const ANALYTICS = Symbol('ilium.console.analytics');

/** The parts of Fastify's request and reply that are used here. */
interface Request {
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}
interface Reply {
  code(status: number): Reply;
  headers(values: Readonly<Record<string, string>>): Reply;
  send(body: Buffer): unknown;
}

/**
 * The statistics of analytics, for the page: a browser talks to the console alone. These routes and no others are passed
 * on; which questions there are, and whether one is sound, analytics says itself.
 */
@Controller('v1')
export class StatisticsController {
  constructor(@Inject(ANALYTICS) private readonly analytics: Analytics) {}

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

  async #passOn({ url, headers }: Request, reply: Reply): Promise<void> {
    const sent = headers['if-none-match'];
    const ifNoneMatch = Array.isArray(sent) ? sent.join(', ') : sent;
    const { status, headers: back, body } = await passOn(this.analytics, { target: targetOf(url), ifNoneMatch });
    reply.code(status).headers(back).send(body);
  }
}

/** As it was asked. A URL resolves `..`, and would lead to another route of analytics. */
function targetOf(url: string): string {
  const { pathname, search } = new URL(url, 'http://analytics');
  if (/^\/v1\/(statistics\/[a-z-]+|statements|statements\/published)$/.test(pathname)) return `${pathname}${search}`;
  throw new NotFoundException('There is no such question: /v1/openapi.json of analytics lists them.');
}
