import { BadRequestException, StandardSchemaValidationPipe } from '@nestjs/common';

/** Parses query parameters, and bodies, by the schema given to `@Query({ schema })` or `@Body({ schema })`; says which one is wrong and what is allowed. */
export class ParametersPipe extends StandardSchemaValidationPipe {
  constructor() {
    super({
      exceptionFactory: (issues) =>
        new BadRequestException(issues.map(({ path, message }) => [...(path ?? []), message].join(': ')).join(' ')),
    });
  }
}
