import { setTimeout as pause } from 'node:timers/promises';
import {
  Module,
  type DynamicModule,
  type InjectionToken,
  type ModuleMetadata,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { MessageStore } from '../source-messages/source-message.js';
import { CatchUpClock } from './catch-up/catch-up.clock.js';
import { FhirSources, type FhirPorts, type FhirSettings } from './fhir-sources.js';
import { CLIENT_OF, type ClientOf } from './http/client-of.js';
import { FhirController } from './http/fhir.controller.js';
import { NotificationsController } from './http/notifications.controller.js';
import { KnownRecordsRepository } from './state/known-records.repository.js';
import { SubscriptionStateRepository } from './state/subscription-state.repository.js';

export interface FhirModuleOptions extends Omit<FhirSettings, 'wait'> {
  readonly wait?: FhirSettings['wait'];
  /** Which source of the site file a request comes from, as the guard found; left out: from none. */
  readonly clientOf?: ClientOf;
  /** Modules that export what `ports` needs. */
  readonly imports?: ModuleMetadata['imports'];
  readonly ports: {
    readonly inject: readonly InjectionToken[];
    readonly useFactory: (...injected: never[]) => FhirPorts;
  };
  /** False: nothing is fetched by itself. */
  readonly catchUp?: boolean;
}

/** The door's ports on the store and on PostgreSQL (tables by `CreateFhirState1764600000000`). */
export function fhirPorts(store: MessageStore, dataSource: DataSource): FhirPorts {
  return {
    store,
    known: new KnownRecordsRepository(dataSource),
    state: new SubscriptionStateRepository(dataSource),
  };
}

const PORTS = Symbol('what the FHIR door keeps things in');

/** Starts and ends what runs by itself. */
class CatchUpLife implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly clock: CatchUpClock | undefined,
    private readonly sources: FhirSources,
  ) {}

  onApplicationBootstrap(): void {
    this.clock?.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.clock?.stop();
    await this.sources.close();
  }
}

@Module({})
export class FhirModule {
  static forRoot(options: FhirModuleOptions): DynamicModule {
    const { imports = [], ports, clientOf = () => undefined, catchUp = true, logger } = options;
    const settings: FhirSettings = { ...options, wait: options.wait ?? waitFor };
    return {
      module: FhirModule,
      imports,
      controllers: [NotificationsController, FhirController],
      providers: [
        { provide: PORTS, inject: [...ports.inject], useFactory: ports.useFactory },
        { provide: CLIENT_OF, useValue: clientOf },
        { provide: FhirSources, inject: [PORTS], useFactory: (kept: FhirPorts) => new FhirSources(settings, kept) },
        {
          provide: CatchUpLife,
          inject: [PORTS, FhirSources],
          useFactory: ({ state }: FhirPorts, sources: FhirSources) => {
            const clock = catchUp ? new CatchUpClock(sources.all(), state, logger, settings.wait) : undefined;
            return new CatchUpLife(clock, sources);
          },
        },
      ],
      exports: [FhirSources],
    };
  }
}

/** Resolves after so many milliseconds, or rejects when the signal says to stop. */
export async function waitFor(ms: number, signal: AbortSignal): Promise<void> {
  await pause(ms, undefined, { signal });
}
