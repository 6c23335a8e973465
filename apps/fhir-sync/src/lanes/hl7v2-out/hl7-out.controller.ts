import { Controller, Get, NotFoundException, Param } from '@nestjs/common';
import type { Hl7State } from './queue/to-queue.js';
import { Deliveries } from '../../delivery/deliveries.js';
import type { Hl7Status, Hl7v2OutLane } from './hl7v2-out-lane.js';

/** What was told to the hospital in HL7 v2, and what became of it. */
@Controller('v1/hl7-messages')
export class Hl7OutController {
  constructor(private readonly deliveries: Deliveries) {}

  @Get()
  async summary(): Promise<{ target: string; byState: Readonly<Record<Hl7State, number>> }> {
    const lane = this.#lane();
    return { target: lane.target, byState: await lane.counts() };
  }

  @Get(':type/:id')
  async record(@Param('type') type: string, @Param('id') id: string): Promise<readonly Hl7Status[]> {
    const messages = await this.#lane().status(`${type}/${id}`);
    if (messages.length === 0) throw new NotFoundException('There is no message of such a record.');
    return messages;
  }

  #lane(): Hl7v2OutLane {
    const speaking = this.deliveries.all.find(({ hl7 }) => hl7 !== undefined);
    if (speaking?.hl7 !== undefined) return speaking.hl7.lane;
    throw new NotFoundException('No target has the lane hl7v2-out.');
  }
}
