import { Inject, Injectable, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import { FaultsController } from './faults.controller.js';
import { FeedController } from './feed.controller.js';
import { Feed } from './feed/feed.js';
import { Faults } from './fhir/faults/faults.js';
import { ProfileSwitch } from './fhir/profiles/profile-switch.js';

@Injectable()
class FeedLife implements OnApplicationShutdown {
  constructor(@Inject(Feed) private readonly feed: Feed) {}

  async onApplicationShutdown(): Promise<void> {
    await this.feed.stop();
  }
}

interface SwitchedParts {
  readonly feed: Feed;
  readonly faults: Faults;
  readonly profile: ProfileSwitch;
}

@Module({})
export class AppModule {
  static of({ feed, faults, profile }: SwitchedParts): DynamicModule {
    return {
      module: AppModule,
      controllers: [FeedController, FaultsController],
      providers: [
        { provide: Feed, useValue: feed },
        { provide: Faults, useValue: faults },
        { provide: ProfileSwitch, useValue: profile },
        FeedLife,
      ],
    };
  }
}
