import 'reflect-metadata';
import { KafkaBatchStrategy } from '@ilium/messaging';
import { runService } from '@ilium/observability';
import { AppModule } from './app.module.js';
import { readMapperConfig } from './config.js';

await runService({
  service: 'mapper',
  config: readMapperConfig,
  module: AppModule.forRoot,
  prepare: (app) => {
    app.connectMicroservice({ strategy: app.get(KafkaBatchStrategy) });
  },
});
