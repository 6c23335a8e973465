import 'reflect-metadata';
import { KafkaBatchStrategy } from '@ilium/messaging';
import { runService } from '@ilium/observability';
import { builtInSite } from '@ilium/site';
import { AppModule } from './app.module.js';
import { readMapperConfig } from './config.js';

await runService({
  service: 'mapper',
  config: readMapperConfig,
  module: AppModule.forRoot,
  prepare: (app, { config: { site }, logger }) => {
    if (site === builtInSite) logger.warn('no site file is named (SITE): the default rules hold');
    logger.info('rules of the site', { site: site.name, version: site.rules.version });
    app.connectMicroservice({ strategy: app.get(KafkaBatchStrategy) });
  },
});
