import type { Logger, Registry } from '@ilium/observability';
import {
  Module,
  type BeforeApplicationShutdown,
  type DynamicModule,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Hl7Metrics } from './hl7-metrics.js';
import { Hl7OutController } from './hl7-out.controller.js';
import type { Hl7OutSettings } from './hl7-out-settings.js';
import { Hl7v2OutLane } from './hl7v2-out-lane.js';
import { SendingQueue } from './queue/sending-queue.js';
import { Hl7Sender } from './send/sender.js';

export interface Hl7v2OutOptions {
  readonly settings: Hl7OutSettings;
  readonly logger: Logger;
  readonly metrics: Registry;
}

/** The sender for as long as the service runs. */
class Hl7SenderLife implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(private readonly sender: Hl7Sender) {}

  onApplicationBootstrap(): void {
    this.sender.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.sender.stop();
  }
}

/** The queue of HL7 v2 messages and its sender. Needs the `DataSource` of the service. */
@Module({})
export class Hl7v2OutModule {
  static forRoot({ settings, logger, metrics }: Hl7v2OutOptions): DynamicModule {
    const { target, secret, writer } = settings;
    const figures = new Hl7Metrics(metrics);
    return {
      module: Hl7v2OutModule,
      controllers: [Hl7OutController],
      providers: [
        {
          provide: Hl7Sender,
          inject: [DataSource],
          useFactory: (dataSource: DataSource) => {
            const queue = new SendingQueue(dataSource, target, secret, writer);
            const parts = { queue, logger, count: figures.sending, unmatched: figures.unmatched };
            return new Hl7Sender(parts, settings.sender);
          },
        },
        {
          provide: Hl7SenderLife,
          inject: [Hl7Sender],
          useFactory: (sender: Hl7Sender) => new Hl7SenderLife(sender),
        },
        {
          provide: Hl7v2OutLane,
          inject: [DataSource, Hl7Sender],
          useFactory: (dataSource: DataSource, sender: Hl7Sender) => {
            const lane = new Hl7v2OutLane(dataSource, target, writer.timeZone, () => sender.wake());
            figures.watch(() => lane.counts());
            return lane;
          },
        },
      ],
      exports: [Hl7v2OutLane],
    };
  }
}
