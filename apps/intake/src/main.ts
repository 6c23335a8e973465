import 'reflect-metadata';
import { runService } from '@ilium/observability';
import { AppModule } from './app.module.js';
import { readIntakeConfig } from './config.js';

await runService({ service: 'intake', config: readIntakeConfig, module: AppModule.forRoot });
