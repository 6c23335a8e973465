import { KafkaBatchStrategy } from '@ilium/messaging';
import { runService } from '@ilium/observability';
import { AppModule } from './app.module.js';
import { readFhirSyncConfig } from './config.js';

await runService({
  service: 'fhir-sync',
  config: readFhirSyncConfig,
  module: AppModule.forRoot,
  prepare: (app) => {
    app.connectMicroservice({ strategy: app.get(KafkaBatchStrategy) });
  },
});
