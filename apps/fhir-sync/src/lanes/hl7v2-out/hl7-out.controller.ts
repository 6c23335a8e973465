import { Controller, Get, NotFoundException, Param } from '@nestjs/common';
import type { Hl7State } from './queue/to-queue.js';
import { Hl7v2OutLane, type Hl7Status } from './hl7v2-out-lane.js';

/** What was told to the hospital in HL7 v2, and what became of it. */
@Controller('v1/hl7-messages')
export class Hl7OutController {
  constructor(private readonly lane: Hl7v2OutLane) {}

  @Get()
  async summary(): Promise<{ target: string; byState: Readonly<Record<Hl7State, number>> }> {
    return { target: this.lane.target, byState: await this.lane.counts() };
  }

  @Get(':type/:id')
  async record(@Param('type') type: string, @Param('id') id: string): Promise<readonly Hl7Status[]> {
    const messages = await this.lane.status(`${type}/${id}`);
    if (messages.length === 0) throw new NotFoundException('There is no message of such a record.');
    return messages;
  }
}
