import type { Ledger } from '@ilium/contracts';
import { Controller, Get } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { readDoorLedger } from '../ledger.js';

@Controller('v1')
export class StatusController {
  constructor(private readonly dataSource: DataSource) {}

  @Get('ledger')
  ledger(): Promise<Ledger> {
    return readDoorLedger(this.dataSource);
  }
}
