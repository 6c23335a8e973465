import { notOursWords } from '@ilium/clinical';
import { ParametersPipe } from '@ilium/observability';
import { BearerTokenGuard } from '@ilium/security';
import { Controller, Get, Query, UseGuards, UsePipes } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { loadUnmappedCodes, type UnmappedRow } from '../store/unmapped-codes.js';
import { readCursor, writeCursor } from './cursor.js';
import { unmappedQuery, type UnmappedCodes, type UnmappedQuery } from './unmapped.schema.js';

/** The work list of codes that no table knows. */
@Controller('v1/unmapped')
@UseGuards(BearerTokenGuard)
@UsePipes(new ParametersPipe())
export class UnmappedController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  async list(@Query({ schema: unmappedQuery }) { after, limit, ...filter }: UnmappedQuery): Promise<UnmappedCodes> {
    const from = after === undefined ? undefined : readCursor(after);
    const rows = await loadUnmappedCodes(this.dataSource, { ...filter, limit: limit + 1, after: from });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const isMore = last !== undefined && rows.length > limit;
    return {
      codes: shown.map(toCode),
      after: isMore ? writeCursor({ facts: last.facts, key: last.code_key, site: last.site }) : null,
    };
  }
}

function toCode({ site, code_table: table, system, code, is_code, facts, since, examples }: UnmappedRow) {
  return {
    site,
    table,
    system: system === '' ? null : system,
    code: is_code ? code : null,
    facts,
    since: since.toISOString(),
    notOurs: notOursWords[table] ?? null,
    examples: [...examples],
  };
}
