import { BadRequestException, Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { pathsOf } from '@ilium/contracts';
import { fault, Faults, type Fault } from './fhir/faults.js';

/** Part of the simulator, for tests of the FHIR server's clients: no real server has it. */
@Controller('admin/faults')
export class FaultsController {
  constructor(private readonly faults: Faults) {}

  @Get()
  show(): Fault {
    return this.faults.current;
  }

  @Post()
  @HttpCode(200)
  set(@Body() body: unknown): Fault {
    const read = fault.safeParse(body);
    if (!read.success) {
      throw new BadRequestException(`${pathsOf(read.error)}. mode is none, down, slow, error or lost-answer.`);
    }
    this.faults.set(read.data);
    return this.faults.current;
  }
}
