import { ProblemFilter, runService } from '@ilium/observability';
import { AppModule } from './app.module.js';
import { readConsoleConfig } from './config.js';
import { serveWebPage } from './web-page.js';

await runService({
  service: 'console',
  config: readConsoleConfig,
  module: ({ config }) => AppModule.forRoot(config),
  prepare: (app, { config, logger }) => {
    app.useGlobalFilters(new ProblemFilter(logger));
    if (config.access.kind === 'off') logger.warn('no API_TOKEN is set: the page Outcomes shows nothing');
    return serveWebPage(app, config.WEB_ROOT);
  },
});
