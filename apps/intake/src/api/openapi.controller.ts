import { Controller, Get } from '@nestjs/common';
import { intakeApi } from './openapi-document.js';

@Controller('v1/openapi.json')
export class OpenApiController {
  readonly #document = intakeApi();

  @Get()
  document(): object {
    return this.#document;
  }
}
