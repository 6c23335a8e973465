import { readOutcomeObservation, type OutcomeObservationEvent } from '@ilium/contracts';
import { BatchPattern, fatesOf, type BatchResult, type MessageBatch } from '@ilium/messaging';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { OutcomeFactsRepository } from './facts/outcome-facts.repository.js';
import { toFact } from './facts/to-fact.js';
import { rollupDifferences } from './rollups/rollup-difference.js';
import { RollupsRepository } from './rollups/rollups.repository.js';

@Controller()
export class OutcomeObservationsConsumer {
  constructor(
    private readonly facts: OutcomeFactsRepository,
    private readonly rollups: RollupsRepository,
  ) {}

  @BatchPattern({ topic: 'outcome-observations', read: readOutcomeObservation })
  async consume(@Payload() { messages, manager }: MessageBatch<OutcomeObservationEvent>): Promise<BatchResult> {
    const facts = messages.map(({ event, partition }) => toFact(event.observation, partition));
    const { changes, storedBefore } = await this.facts.write(manager, facts);
    await this.rollups.move(manager, rollupDifferences(changes));
    const factsOfEach = facts.map((fact) => [fact]);
    return { fates: fatesOf(factsOfEach, storedBefore), publish: [] };
  }
}
