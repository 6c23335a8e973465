import type { Ledger, ServiceState } from '@ilium/contracts';
import { KafkaBatchStrategy, readLedger } from '@ilium/messaging';
import { stateBucketsSql, toStateSum } from '@ilium/persistence';
import { Controller, Get } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** Retracted keys have a revision as well: both ends count them. */
const factsState = stateBucketsSql({ table: 'outcome_facts', key: 'key::text', revision: 'revision' });

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
    return { outcomes: toStateSum(await this.dataSource.query(factsState)) };
  }
}
