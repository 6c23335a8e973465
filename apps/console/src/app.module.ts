import { Module, type DynamicModule } from '@nestjs/common';
import type { ConsoleConfig } from './config.js';
import { OverviewController } from './overview.controller.js';
import { OverviewService } from './overview.service.js';

@Module({})
export class AppModule {
  static forRoot(config: ConsoleConfig): DynamicModule {
    return {
      module: AppModule,
      controllers: [OverviewController],
      providers: [{ provide: OverviewService, useValue: new OverviewService(config) }],
    };
  }
}
