import type { Overview } from '@ilium/contracts';
import {
  Controller,
  Get,
  Header,
  type MessageEvent,
  type OnModuleDestroy,
  ServiceUnavailableException,
  Sse,
} from '@nestjs/common';
import { defer, finalize, map, merge, type Observable, Subject, takeUntil } from 'rxjs';
import { liveOverview } from './live-overview.js';
import { OverviewService } from './overview.service.js';

/** A stream is an open connection: more viewers than this ask by themselves. */
export const mostViewers = 100;

@Controller('v1')
export class OverviewController implements OnModuleDestroy {
  readonly #stopping = new Subject<void>();
  readonly #live: Observable<Overview>;
  #viewers = 0;

  constructor(private readonly overviews: OverviewService) {
    this.#live = liveOverview(() => overviews.overview());
  }

  @Get('overview')
  @Header('cache-control', 'no-store')
  overview(): Promise<Overview> {
    return this.overviews.overview();
  }

  /** The first message comes at once, for whoever joins while the figures rest. */
  @Sse('events')
  events(): Observable<MessageEvent> {
    if (this.#viewers >= mostViewers)
      throw new ServiceUnavailableException('Too many viewers: ask for the overview instead.');
    this.#viewers += 1;
    return merge(
      this.#live,
      defer(() => this.overviews.overview()),
    ).pipe(
      takeUntil(this.#stopping),
      map((data) => ({ data })),
      finalize(() => (this.#viewers -= 1)),
    );
  }

  /** Open streams would hold the server back from closing. */
  onModuleDestroy(): void {
    this.#stopping.next();
  }
}
