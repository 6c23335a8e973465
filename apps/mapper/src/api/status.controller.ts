import type { Ledger, ServiceState } from '@ilium/contracts';
import { KafkaBatchStrategy, readLedger } from '@ilium/messaging';
import { stateBucketsSql, toStateSum } from '@ilium/persistence';
import { Controller, Get } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Retracted keys have a revision as well: both ends count them. */
const resourcesState = stateBucketsSql({
  table: 'published',
  key: 'key',
  revision: 'revision',
  where: `kind = 'resource'`,
});

const outcomesState = stateBucketsSql({
  table: 'published JOIN pseudonyms USING (key)',
  key: 'pseudonym::text',
  revision: 'revision',
  where: `kind = 'outcome'`,
});

@Controller('v1')
export class StatusController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly strategy: KafkaBatchStrategy,
  ) {}

  @Get('ledger')
  ledger(): Promise<Ledger> {
    return readLedger(this.dataSource, this.strategy);
  }

  @Get('state')
  async state(): Promise<ServiceState> {
    return {
      resources: toStateSum(await this.dataSource.query(resourcesState)),
      outcomes: toStateSum(await this.dataSource.query(outcomesState)),
    };
  }

  /** What people should look at, counted by reason. */
  @Get('work')
  work(): Promise<Record<string, number>> {
    return this.#counts(`SELECT reason, count(*) FROM work_items GROUP BY reason ORDER BY reason`);
  }

  /** Persons of whom nothing goes to the outcome topic, counted by reason. */
  @Get('excluded')
  excluded(): Promise<Record<string, number>> {
    return this.#counts(
      `SELECT excluded AS reason, count(*) FROM patients WHERE excluded IS NOT NULL GROUP BY excluded ORDER BY excluded`,
    );
  }

  async #counts(sql: string): Promise<Record<string, number>> {
    const rows: { reason: string; count: string }[] = await this.dataSource.query(sql);
    return Object.fromEntries(rows.map(({ reason, count }) => [reason, Number(count)]));
  }
}
