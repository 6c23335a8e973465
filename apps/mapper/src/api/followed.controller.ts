import { followedPatients, type FollowedPatients } from '@ilium/contracts';
import { ParametersPipe } from '@ilium/observability';
import { BearerTokenGuard } from '@ilium/security';
import { Controller, Get, Query, UseGuards, UsePipes } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { followedQuery, type FollowedQuery } from './followed.schema.js';

/** Patients for whom a follow-up window is open or still to come, for who fetches what became of them. */
@Controller('v1/followed')
@UseGuards(BearerTokenGuard)
@UsePipes(new ParametersPipe())
export class FollowedController {
  constructor(private readonly dataSource: DataSource) {}

  @Get()
  async list(@Query({ schema: followedQuery }) { after = '', limit }: FollowedQuery): Promise<FollowedPatients> {
    // A day is due as long as a window has still to open or to close.
    const rows: { key: string; system: string; value: string }[] = await this.dataSource.query(
      `SELECT patient_key AS key, system, value FROM patients
       WHERE due_day IS NOT NULL AND patient_key > $1 ORDER BY patient_key LIMIT $2`,
      [after, limit],
    );
    const patients = rows.map(({ system, value }) => ({ system, value }));
    return followedPatients.parse({ patients, after: rows.length < limit ? null : rows.at(-1)?.key });
  }
}
