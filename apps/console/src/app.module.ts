import { AccessModule } from '@ilium/security';
import { Module, type DynamicModule } from '@nestjs/common';
import type { ConsoleConfig } from './config.js';
import { OverviewController } from './overview.controller.js';
import { OverviewService } from './overview.service.js';
import { ANALYTICS, StatisticsController } from './statistics/statistics.controller.js';

@Module({})
export class AppModule {
  static forRoot(config: ConsoleConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [AccessModule.forRoot(config.access)],
      controllers: [OverviewController, StatisticsController],
      providers: [
        { provide: OverviewService, useValue: new OverviewService(config) },
        { provide: ANALYTICS, useValue: { url: config.ANALYTICS_URL, token: config.ANALYTICS_TOKEN } },
      ],
    };
  }
}
