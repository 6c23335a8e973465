import { Controller, Get, HttpCode, Post } from '@nestjs/common';
import type { FeedStatus } from '@ilium/contracts';
import { Feed } from './feed/feed.js';

@Controller('feed')
export class FeedController {
  constructor(private readonly feed: Feed) {}

  @Get('status')
  status(): FeedStatus {
    return this.feed.status;
  }

  @Post('start')
  @HttpCode(202)
  start(): FeedStatus {
    this.feed.start();
    return this.feed.status;
  }

  /** For good: what is under way is acknowledged first, so that the status says how much there is. */
  @Post('stop')
  @HttpCode(200)
  async stop(): Promise<FeedStatus> {
    await this.feed.stop();
    return this.feed.status;
  }
}
