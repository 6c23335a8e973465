import type { TopicBase } from '@ilium/contracts';
import { applyDecorators, Catch, type ExceptionFilter, UseFilters } from '@nestjs/common';
import { EventPattern } from '@nestjs/microservices';
import { throwError, type Observable } from 'rxjs';
import type { BatchResult, Identified, MessageBatch, ReadRecord } from './batch.js';

/** Keeps batch handlers apart from handlers of other transports in the same application. */
export const batchTransport = Symbol('ilium.kafka.batch');

export interface BatchPatternOptions<T extends Identified> {
  readonly topic: TopicBase;
  readonly read: ReadRecord<T>;
}

/** A method that takes the fresh messages of one partition and answers a fate for each. */
export type BatchHandler<T extends Identified> = (
  batch: MessageBatch<T>,
  ...args: never[]
) => Promise<BatchResult> | BatchResult;

/** Nest turns unknown errors into "Internal server error"; the strategy has to see the error itself to judge it. */
@Catch()
class PassErrorOn implements ExceptionFilter {
  catch(error: unknown): Observable<never> {
    return throwError(() => error);
  }
}

/**
 * Subscribes a controller's method to a topic, a whole partition batch at a time:
 * `@BatchPattern({ topic: 'procedure-events', read: readProcedureEvent })`.
 */
export function BatchPattern<T extends Identified>(options: BatchPatternOptions<T>) {
  const decorate = applyDecorators(
    EventPattern<string>(options.topic, batchTransport, { ...options }),
    UseFilters(new PassErrorOn()),
  );
  return <Handler extends BatchHandler<T>>(
    target: object,
    name: string | symbol,
    descriptor: TypedPropertyDescriptor<Handler>,
  ): void => {
    decorate(target, name, descriptor);
  };
}

/** Whether a handler's extras are those of `@BatchPattern`. */
export function isBatchPattern(extras: object | undefined): extras is BatchPatternOptions<Identified> {
  return extras !== undefined && 'topic' in extras && 'read' in extras && typeof extras.read === 'function';
}
