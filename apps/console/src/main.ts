import { runService } from '@ilium/observability';
import { AppModule } from './app.module.js';
import { readConsoleConfig } from './config.js';
import { serveWebPage } from './web-page.js';

await runService({
  service: 'console',
  config: readConsoleConfig,
  module: ({ config }) => AppModule.forRoot(config),
  prepare: (app, { config }) => serveWebPage(app, config.WEB_ROOT),
});
