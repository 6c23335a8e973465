import { Controller, Get } from '@nestjs/common';
import { analyticsApi } from './openapi-document.js';

@Controller('v1/openapi.json')
export class OpenApiController {
  readonly #document = analyticsApi();

  @Get()
  document(): object {
    return this.#document;
  }
}
