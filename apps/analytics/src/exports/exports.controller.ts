import type { Readable } from 'node:stream';
import { ParametersPipe } from '@ilium/observability';
import { databaseTimeouts } from '@ilium/persistence';
import { BearerTokenGuard } from '@ilium/security';
import {
  BadRequestException,
  Controller,
  Get,
  Query,
  Res,
  UseGuards,
  UsePipes,
  type OnModuleDestroy,
} from '@nestjs/common';
import { contradictionIn, selection, type Selection } from '../questions/selection.js';
import { FactsReader } from './facts.reader.js';
import { formats, type FormatName } from './formats.js';
import { rowsAboutHeader } from './rows-about.js';
import { takenWithin } from './taken-within.js';

/** As long as PostgreSQL leaves a transaction open in which nothing is asked. */
const idleMs = databaseTimeouts.idleInTransactionMs;

/** The parts of Fastify's reply that are used here. */
interface Reply {
  header(name: string, value: string): Reply;
  send(body: Readable): unknown;
}

/**
 * Facts as files. They are read as fast as they are taken, so that memory does not grow with them; who takes nothing for a
 * minute is cut off. An export that breaks has its connection broken as well: it never ends as if it were complete.
 */
@Controller('v1/exports')
@UseGuards(BearerTokenGuard)
@UsePipes(new ParametersPipe())
export class ExportsController implements OnModuleDestroy {
  readonly #running = new Set<Readable>();

  constructor(private readonly facts: FactsReader) {}

  @Get('facts.csv')
  csv(@Query({ schema: selection }) asked: Selection, @Res() reply: Reply): Promise<void> {
    return this.#send('csv', asked, reply);
  }

  @Get('facts.ndjson')
  ndjson(@Query({ schema: selection }) asked: Selection, @Res() reply: Reply): Promise<void> {
    return this.#send('ndjson', asked, reply);
  }

  @Get('facts.parquet')
  parquet(@Query({ schema: selection }) asked: Selection, @Res() reply: Reply): Promise<void> {
    return this.#send('parquet', asked, reply);
  }

  /** Minutes may be missing of an export, which nobody waits for who stops the service. */
  onModuleDestroy(): void {
    for (const file of this.#running) file.destroy(new Error('The service stops.'));
  }

  async #send(format: FormatName, asked: Selection, reply: Reply): Promise<void> {
    const contradiction = contradictionIn(asked);
    if (contradiction !== undefined) throw new BadRequestException(contradiction);
    const { mediaType, encode } = formats[format];
    const { about, batches, close } = await this.facts.open(asked);
    const file = takenWithin(idleMs, encode(batches));
    // Also where nobody has begun to read: a generator that was not begun has no end.
    file.once('close', () => {
      this.#running.delete(file);
      void close();
    });
    this.#running.add(file);
    reply
      .header('content-type', mediaType)
      .header('content-disposition', `attachment; filename="outcome-facts.${format}"`)
      .header('cache-control', 'private, no-store')
      .header(rowsAboutHeader, String(about))
      .send(file);
  }
}
