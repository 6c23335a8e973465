import { ParametersPipe } from '@ilium/observability';
import { BearerTokenGuard } from '@ilium/security';
import { Controller, Get, Query, UseGuards, UsePipes } from '@nestjs/common';
import { IdentityDecisionsRepository, type IdentityDecision } from '../identity/identity-decisions.repository.js';
import { identityDecisionsQuery, type IdentityDecisionsQuery } from './identity-decisions.schema.js';

export interface IdentityDecisions {
  readonly decisions: readonly IdentityDecision[];
  /** Where the next page begins; null after the last one. */
  readonly after: string | null;
}

/** Who has said of which charts and numbers that they are the right patient's, the newest first. */
@Controller('v1/identity-decisions')
@UseGuards(BearerTokenGuard)
@UsePipes(new ParametersPipe())
export class IdentityDecisionsController {
  constructor(private readonly decisions: IdentityDecisionsRepository) {}

  @Get()
  async list(@Query({ schema: identityDecisionsQuery }) query: IdentityDecisionsQuery): Promise<IdentityDecisions> {
    const { target = null, record: key = null, after: before = null, limit } = query;
    const found = await this.decisions.page({ target, key, before, limit: limit + 1 });
    const decisions = found.slice(0, limit);
    return { decisions, after: found.length > limit ? (decisions.at(-1)?.id ?? null) : null };
  }
}
