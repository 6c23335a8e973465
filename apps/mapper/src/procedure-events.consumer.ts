import { factsFrom, type Ids } from '@ilium/clinical';
import { readProcedureEvent, type ProcedureEvent } from '@ilium/contracts';
import { BatchPattern, done, type BatchResult, type MessageBatch } from '@ilium/messaging';
import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { DerivePatientsService } from './derive-patients.service.js';
import { IDS } from './tokens.js';

/** Every event is knowledge: what it changes is published, and one that changes nothing is done as well. */
@Controller()
export class ProcedureEventsConsumer {
  constructor(
    private readonly patients: DerivePatientsService,
    @Inject(IDS) private readonly ids: Ids,
  ) {}

  @BatchPattern({ topic: 'procedure-events', read: readProcedureEvent })
  async consume(@Payload() { messages, manager }: MessageBatch<ProcedureEvent>): Promise<BatchResult> {
    const news = messages.map(({ event }) => factsFrom(event, this.ids));
    const publish = await this.patients.learn(manager, news);
    return { fates: messages.map(() => done()), publish };
  }
}
