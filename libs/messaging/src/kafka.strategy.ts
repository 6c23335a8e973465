import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import type { KafkaBatchOptions } from './batch-options.js';
import { batchTransport } from './batch-pattern.js';

/** Nest transport that hands each handler the fresh messages of one partition, inside one transaction. */
export class KafkaBatchStrategy extends Server implements CustomTransportStrategy {
  override readonly transportId = batchTransport;
  override readonly propagatesEventHandlerErrors = true;

  constructor(readonly options: KafkaBatchOptions) {
    super();
  }

  listen(_callback: (error?: unknown) => void): void {
    throw new Error('not built yet');
  }

  close(): Promise<void> {
    throw new Error('not built yet');
  }

  on(): never {
    throw new Error('KafkaBatchStrategy has no events to listen to: look at its health instead');
  }

  unwrap<T>(): T {
    throw new Error('KafkaBatchStrategy keeps its Kafka client to itself: open a producer or read a topic instead');
  }
}
