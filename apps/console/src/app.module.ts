import { AccessModule } from '@ilium/security';
import { Module, type DynamicModule } from '@nestjs/common';
import type { ConsoleConfig } from './config.js';
import { OverviewController } from './overview.controller.js';
import { OverviewService } from './overview.service.js';
import type { Service } from './statistics/pass-on.js';
import { RECORDS, RecordsController, type RecordServices } from './statistics/records.controller.js';
import { ANALYTICS, StatisticsController } from './statistics/statistics.controller.js';

@Module({})
export class AppModule {
  static forRoot(config: ConsoleConfig): DynamicModule {
    return {
      module: AppModule,
      imports: [AccessModule.forRoot(config.access)],
      controllers: [OverviewController, StatisticsController, RecordsController],
      providers: [
        { provide: OverviewService, useValue: new OverviewService(config) },
        {
          provide: ANALYTICS,
          useValue: { name: 'analytics', url: config.ANALYTICS_URL, token: config.ANALYTICS_TOKEN } satisfies Service,
        },
        { provide: RECORDS, useValue: recordServices(config) },
      ],
    };
  }
}

function recordServices({ MAPPER_URL, INTAKE_URL }: ConsoleConfig): RecordServices {
  return {
    mapper: { name: 'mapper', url: MAPPER_URL },
    intake: INTAKE_URL === undefined ? undefined : { name: 'intake', url: INTAKE_URL },
  };
}
