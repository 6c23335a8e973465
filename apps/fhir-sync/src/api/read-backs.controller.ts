import { ParametersPipe } from '@ilium/observability';
import { Controller, Get, Query, UsePipes } from '@nestjs/common';
import { ReadBacksRepository, type DifferingRecord } from '../read-back/read-backs.repository.js';
import { readBacksQuery, type ReadBacksQuery } from './read-backs.schema.js';

export interface DifferingRecords {
  readonly records: readonly DifferingRecord[];
  /** Where the next page begins; null after the last one. */
  readonly after: string | null;
}

/** The work list of records that servers hold otherwise than they were sent. It names keys and elements only. */
@Controller('v1/read-backs')
@UsePipes(new ParametersPipe())
export class ReadBacksController {
  constructor(private readonly readBacks: ReadBacksRepository) {}

  @Get()
  async list(@Query({ schema: readBacksQuery }) query: ReadBacksQuery): Promise<DifferingRecords> {
    const { weight = null, target = null, after = '', limit } = query;
    const [afterTarget = '', afterKey = ''] = after.split(' ');
    const found = await this.readBacks.page({ weight, target, after: [afterTarget, afterKey], limit: limit + 1 });
    const records = found.slice(0, limit);
    const last = records.at(-1);
    return { records, after: last !== undefined && found.length > limit ? `${last.target} ${last.key}` : null };
  }
}
