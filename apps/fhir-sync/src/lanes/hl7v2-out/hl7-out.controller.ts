import { ParametersPipe } from '@ilium/observability';
import { BearerTokenGuard } from '@ilium/security';
import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  NotFoundException,
  Param,
  Post,
  UseGuards,
  UsePipes,
} from '@nestjs/common';
import { z } from 'zod';
import type { Hl7State } from './queue/to-queue.js';
import { Deliveries } from '../../delivery/deliveries.js';
import type { Hl7Status, Hl7v2OutLane } from './hl7v2-out-lane.js';

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** Of one record all that was sent, or what was sent in a time and all that was sent of the same records since. */
const replayRequest = z.union(
  [z.strictObject({ key: z.string().min(3).max(130) }), z.strictObject({ from: time, to: time })],
  { error: 'Allowed: `key` (Observation/…, Procedure/…), or `from` and `to`, times with a zone.' },
);
type ReplayRequest = z.output<typeof replayRequest>;

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

  /** Sends messages again, as they were sent, for a receiver that has lost them. */
  @Post('replay')
  @HttpCode(HttpStatus.OK)
  @UseGuards(BearerTokenGuard)
  @UsePipes(new ParametersPipe())
  async replay(@Body({ schema: replayRequest }) request: ReplayRequest): Promise<{ readonly messages: number }> {
    return { messages: await this.#lane().replay(request) };
  }

  #lane(): Hl7v2OutLane {
    const speaking = this.deliveries.all.find(({ hl7 }) => hl7 !== undefined);
    if (speaking?.hl7 !== undefined) return speaking.hl7.lane;
    throw new NotFoundException('No target has the lane hl7v2-out.');
  }
}
