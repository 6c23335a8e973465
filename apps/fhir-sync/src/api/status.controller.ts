import type { Ledger, RecordsStatus, ServiceState } from '@ilium/contracts';
import { KafkaBatchStrategy, readLedger } from '@ilium/messaging';
import { Controller, Get, NotFoundException, Param } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { FhirTarget } from '../target/fhir-target.js';
import { TargetWatch } from '../target/target-watch.js';
import { RecordsStatusRepository, type RecordStatus } from './records-status.repository.js';

@Controller('v1')
export class StatusController {
  constructor(
    private readonly dataSource: DataSource,
    private readonly strategy: KafkaBatchStrategy,
    private readonly records: RecordsStatusRepository,
    private readonly target: FhirTarget,
    private readonly watch: TargetWatch,
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
    return { target: { url: this.target.baseUrl, ...this.watch.status() }, ...(await this.records.summary()) };
  }

  @Get('records/:type/:id')
  async record(@Param('type') type: string, @Param('id') id: string): Promise<RecordStatus> {
    const record = await this.records.record(`${type}/${id}`);
    if (record === undefined) throw new NotFoundException('There is no such record here: it was never received.');
    return record;
  }
}
