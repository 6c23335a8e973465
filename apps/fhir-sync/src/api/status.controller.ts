import type { Ledger, RecordsStatus, ServiceState } from '@ilium/contracts';
import { KafkaBatchStrategy, readLedger } from '@ilium/messaging';
import { Controller, Get, NotFoundException, Param, Query } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Deliveries } from '../delivery/deliveries.js';
import { RecordsStatusRepository, type RecordStatus } from './records-status.repository.js';

@Controller('v1')
export class StatusController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly strategy: KafkaBatchStrategy,
    private readonly records: RecordsStatusRepository,
    private readonly deliveries: Deliveries,
  ) {}

  @Get('ledger')
  ledger(): Promise<Ledger> {
    return readLedger(this.dataSource, this.strategy);
  }

  @Get('state')
  async state(): Promise<ServiceState> {
    return { resources: await this.records.state() };
  }

  @Get('records')
  async summary(): Promise<RecordsStatus> {
    const { all, of } = await this.records.summary();
    const targets = this.deliveries.all.map(({ name, url, status }) => ({ name, url, ...status(), ...of(name) }));
    return { targets, ...all };
  }

  @Get('records/:type/:id')
  async record(
    @Param('type') type: string,
    @Param('id') id: string,
    @Query('target') target = this.deliveries.all[0]?.name,
  ): Promise<RecordStatus> {
    const record = target === undefined ? undefined : await this.records.record(target, `${type}/${id}`);
    if (record === undefined)
      throw new NotFoundException('There is no such record for this target: none was received.');
    return record;
  }
}
