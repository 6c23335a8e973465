import 'reflect-metadata';
import { ProblemFilter, runService } from '@ilium/observability';
import { AppModule } from './app.module.js';
import { readIntakeConfig } from './config.js';

await runService({
  service: 'intake',
  config: readIntakeConfig,
  module: AppModule.forRoot,
  prepare: (app, { config: { sites, access }, logger }) => {
    app.useGlobalFilters(new ProblemFilter(logger));
    for (const { name } of sites) logger.info('messages of the site are taken', { site: name });
    if (access.kind === 'open')
      logger.warn('no API_TOKEN is set: whoever is on this machine may use the HTTP interfaces');
    if (access.kind === 'off') logger.warn('no API_TOKEN is set: the HTTP interfaces that need one are off');
  },
});
