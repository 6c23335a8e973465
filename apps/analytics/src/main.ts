import { KafkaBatchStrategy } from '@ilium/messaging';
import { ProblemFilter, runService } from '@ilium/observability';
import { AppModule } from './app.module.js';
import { readAnalyticsConfig } from './config.js';

await runService({
  service: 'analytics',
  config: readAnalyticsConfig,
  module: AppModule.forRoot,
  prepare: (app, { logger }) => {
    app.useGlobalFilters(new ProblemFilter(logger));
    app.connectMicroservice({ strategy: app.get(KafkaBatchStrategy) });
  },
});
