import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { accessOf, bearerToken, type Access } from './access.js';
import { BearerTokenGuard } from './bearer-token.guard.js';

/** What a service reads that leads from pseudonyms back to records; spread it into the service's own schema. */
export const recordsVariables = {
  RECORDS_TOKEN: bearerToken
    .optional()
    .describe(
      'For who may see identified records behind a figure: another secret than API_TOKEN, the same in mapper and intake.',
    ),
};
type RecordsVariables = z.output<z.ZodObject<typeof recordsVariables>> & { readonly HTTP_HOST: string };

/** Under this token a service's module provides who may see identified records. */
export const RECORDS_ACCESS = Symbol('ilium.security.records-access');

export function recordsAccessOf(
  { RECORDS_TOKEN, HTTP_HOST }: RecordsVariables,
  env: Readonly<Record<string, string | undefined>>,
): Access {
  return accessOf({ API_TOKEN: RECORDS_TOKEN, HTTP_HOST }, env);
}

/** For routes that tell whose a figure is: who may run a service may not for that see its patients. */
@Injectable()
export class RecordsTokenGuard extends BearerTokenGuard {
  constructor(@Inject(RECORDS_ACCESS) access: Access) {
    super(access);
  }

  protected override get variable(): string {
    return 'RECORDS_TOKEN';
  }
}
