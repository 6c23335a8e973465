import 'reflect-metadata';
import { KafkaBatchStrategy } from '@ilium/messaging';
import { ProblemFilter, runService } from '@ilium/observability';
import { builtInSite } from '@ilium/site';
import { AppModule } from './app.module.js';
import { readMapperConfig } from './config.js';

await runService({
  service: 'mapper',
  config: readMapperConfig,
  module: AppModule.forRoot,
  prepare: (app, { config: { site, access }, logger }) => {
    if (site === builtInSite) logger.warn('no site file is named (SITE): the default rules hold');
    if (access.kind === 'open') logger.warn('API_TOKEN is not set: who is on this machine may resolve codes');
    if (access.kind === 'off') logger.warn('API_TOKEN is not set: codes can be neither listed nor resolved');
    logger.info('rules of the site', { site: site.name, version: site.rules.version });
    app.useGlobalFilters(new ProblemFilter(logger));
    app.connectMicroservice({ strategy: app.get(KafkaBatchStrategy) });
  },
});
