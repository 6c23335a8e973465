import { ParametersPipe } from '@ilium/observability';
import { BearerTokenGuard } from '@ilium/security';
import {
  Body,
  ConflictException,
  Controller,
  Delete,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  Query,
  UseGuards,
  UsePipes,
} from '@nestjs/common';
import { z } from 'zod';
import { Reconciliations } from '../reconciliation/reconciliations.js';
import { ReconciliationsRepository } from '../reconciliation/reconciliations.repository.js';
import {
  reconciliationRequest,
  type ReconciliationFindings,
  type ReconciliationRequest,
  type ReconciliationStatus,
} from '../reconciliation/status.js';

const uuid = z.uuid();
const mostShown = 20;

const findingsQuery = z.strictObject({
  after: z.string('Give it once.').max(200).default(''),
  limit: z.coerce
    .number()
    .int('Allowed: 1 to 500.')
    .min(1, 'Allowed: 1 to 500.')
    .max(500, 'Allowed: 1 to 500.')
    .default(100),
});
type FindingsQuery = z.output<typeof findingsQuery>;

/** Comparing what a target holds with what it should hold, for some days. */
@Controller('v1/reconciliations')
@UseGuards(BearerTokenGuard)
@UsePipes(new ParametersPipe())
export class ReconciliationsController {
  constructor(
    private readonly reconciliations: Reconciliations,
    private readonly runs: ReconciliationsRepository,
  ) {}

  @Post()
  @HttpCode(202)
  async begin(@Body({ schema: reconciliationRequest }) request: ReconciliationRequest): Promise<ReconciliationStatus> {
    const id = await this.runs.begin({ ...request, target: this.#target(request) });
    if (id === undefined) {
      throw new ConflictException('One is running for this target: GET /v1/reconciliations shows it, DELETE stops it.');
    }
    this.reconciliations.wake();
    return this.status(id);
  }

  @Get()
  async list(): Promise<{ reconciliations: readonly ReconciliationStatus[] }> {
    return { reconciliations: await this.runs.status(null, mostShown) };
  }

  @Get(':id')
  async status(@Param('id') id: string): Promise<ReconciliationStatus> {
    const [found] = uuid.safeParse(id).success ? await this.runs.status(id, 1) : [];
    return found ?? notThere();
  }

  @Get(':id/findings')
  async findings(
    @Param('id') id: string,
    @Query({ schema: findingsQuery }) { after, limit }: FindingsQuery,
  ): Promise<ReconciliationFindings> {
    await this.status(id);
    const found = await this.runs.findings(id, after, limit + 1);
    const findings = found.slice(0, limit);
    return { findings, after: found.length > limit ? (findings.at(-1)?.key ?? null) : null };
  }

  @Delete(':id')
  async stop(@Param('id') id: string): Promise<ReconciliationStatus> {
    await this.status(id);
    await this.runs.cancel(id);
    return this.status(id);
  }

  #target({ target }: ReconciliationRequest): string {
    const names = this.reconciliations.targets;
    const [only, ...others] = names;
    if (target === undefined && only !== undefined && others.length === 0) return only;
    if (target !== undefined && names.includes(target)) return target;
    throw new NotFoundException(`Name the target; there are: ${names.join(', ')}.`);
  }
}

function notThere(): never {
  throw new NotFoundException('There is no such reconciliation, or not any more: they are kept for 90 days.');
}
