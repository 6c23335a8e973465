import { KafkaBatchStrategy } from '@ilium/messaging';
import { ProblemFilter, runService } from '@ilium/observability';
import { AppModule } from './app.module.js';
import { readFhirSyncConfig } from './config.js';

await runService({
  service: 'fhir-sync',
  config: readFhirSyncConfig,
  module: AppModule.forRoot,
  prepare: (app, { config: { access }, logger }) => {
    if (access.kind === 'open')
      logger.warn('API_TOKEN is not set: who is on this machine may settle what waits for a person');
    if (access.kind === 'off')
      logger.warn('API_TOKEN is not set: what waits for a person can be neither listed nor settled');
    app.useGlobalFilters(new ProblemFilter(logger));
    app.connectMicroservice({ strategy: app.get(KafkaBatchStrategy) });
  },
});
