import { ParametersPipe } from '@ilium/observability';
import { BearerTokenGuard } from '@ilium/security';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpStatus,
  Param,
  Post,
  Query,
  Res,
  UseGuards,
  UsePipes,
} from '@nestjs/common';
import { ResolveCodesService } from '../resolve-codes.service.js';
import {
  resolutionId,
  resolutionRequest,
  takingBack,
  type ResolutionId,
  type ResolutionRequest,
  type Resolutions,
  type Resolved,
  type TakingBack,
} from './resolutions.schema.js';

/** The part of Fastify's reply that is used here. */
interface Reply {
  code(status: number): unknown;
}

/** Says what codes stand for, and takes it back. */
@Controller('v1/resolutions')
@UseGuards(BearerTokenGuard)
@UsePipes(new ParametersPipe())
export class ResolutionsController {
  constructor(private readonly codes: ResolveCodesService) {}

  @Get()
  async list(): Promise<Resolutions> {
    return { resolutions: [...(await this.codes.list())] };
  }

  @Post()
  async resolve(
    @Body({ schema: resolutionRequest }) request: ResolutionRequest,
    @Res({ passthrough: true }) reply: Reply,
  ): Promise<Resolved> {
    const { isNew, ...resolved } = await this.codes.resolve(request);
    reply.code(isNew ? HttpStatus.CREATED : HttpStatus.OK);
    return resolved;
  }

  @Delete(':id')
  takeBack(
    @Param({ schema: resolutionId }) { id }: ResolutionId,
    @Query({ schema: takingBack }) { by }: TakingBack,
  ): Promise<Resolved> {
    return this.codes.takeBack(id, by);
  }
}
