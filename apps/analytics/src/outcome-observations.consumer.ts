import { readOutcomeObservation, type OutcomeObservationEvent } from '@ilium/contracts';
import { BatchPattern, fatesOf, type BatchResult, type MessageBatch } from '@ilium/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { OutcomeFactsRepository } from './facts/outcome-facts.repository.js';
import { toFact } from './facts/to-fact.js';

@Controller()
export class OutcomeObservationsConsumer {
  constructor(private readonly facts: OutcomeFactsRepository) {}

  @BatchPattern({ topic: 'outcome-observations', read: readOutcomeObservation })
  async consume(@Payload() { messages, manager }: MessageBatch<OutcomeObservationEvent>): Promise<BatchResult> {
    const facts = messages.map(({ event, partition }) => toFact(event.observation, partition));
    const storedBefore = await this.facts.write(manager, facts);
    const factsOfEach = facts.map((fact) => [fact]);
    return { fates: fatesOf(factsOfEach, storedBefore), publish: [] };
  }
}
