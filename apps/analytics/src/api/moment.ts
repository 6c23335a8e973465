import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Moment } from '../questions/moments.js';

const moments = new WeakMap<object, Moment>();

export function keepMoment(request: object, moment: Moment): void {
  moments.set(request, moment);
}

/** The moment that a route answers of: `DataVersionInterceptor` has opened it, and tagged the answer with it. */
export const AtMoment = createParamDecorator((_: unknown, context: ExecutionContext): Moment => {
  const moment = moments.get(context.switchToHttp().getRequest<object>());
  if (moment === undefined) throw new TypeError('A route that answers of a moment needs the DataVersionInterceptor.');
  return moment;
});
