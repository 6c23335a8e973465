import type { Ledger, RecordsStatus, ServiceState } from '@ilium/contracts';
import { KafkaBatchStrategy, readLedger } from '@ilium/messaging';
import { BearerTokenGuard } from '@ilium/security';
import { Controller, Get, NotFoundException, Param, Query, UseGuards } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Deliveries } from '../delivery/deliveries.js';
import type { Fault } from '../validation/fault.js';
import { faultsSent } from '../validation/faults-sent.js';
import { RecordsStatusRepository, type RecordStatus } from './records-status.repository.js';

/** A record as the API shows it, with what is wrong with it: elements, rules and sources, never values. */
export type CheckedRecordStatus = RecordStatus & { readonly faults: readonly Fault[] };

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

  /** With what the server said of it, which may name the patient. */
  @Get('records/:type/:id')
  @UseGuards(BearerTokenGuard)
  async record(
    @Param('type') type: string,
    @Param('id') id: string,
    @Query('target') target = this.deliveries.all[0]?.name,
  ): Promise<CheckedRecordStatus> {
    const key = `${type}/${id}`;
    const record = target === undefined ? undefined : await this.records.record(target, key);
    if (record === undefined)
      throw new NotFoundException('There is no such record for this target: none was received.');
    const { validation = 'pass' } = this.deliveries.all.find(({ name }) => name === target) ?? {};
    const body = await this.records.body(key);
    return { ...record, faults: body === undefined ? [] : faultsSent([{ sent: body }], validation) };
  }
}
