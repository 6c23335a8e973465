import { Controller, Get } from '@nestjs/common';
import { mapperApi } from './openapi-document.js';

@Controller('v1/openapi.json')
export class OpenApiController {
  readonly #document = mapperApi();

  @Get()
  document(): object {
    return this.#document;
  }
}
