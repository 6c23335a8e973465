import type { OutcomeObservation } from '@ilium/contracts';
import { createLogger, ProblemFilter } from '@ilium/observability';
import { createDataSource, runMigrations } from '@ilium/persistence';
import { AccessModule, type Access } from '@ilium/security';
import type { ModuleMetadata } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../../dev/src/test-environment.js';
import { entities, migrations } from '../database.js';
import { OutcomeFactsRepository } from '../facts/outcome-facts.repository.js';
import { toFact } from '../facts/to-fact.js';
import { recountAll } from '../rollups/recount.js';

/** A database as the service makes it, and routes on it over HTTP, without Kafka. */
export class AnalyticsBed {
  #app: NestFastifyApplication | undefined;

  private constructor(
    private readonly database: TestDatabase,
    readonly dataSource: DataSource,
  ) {}

  static async open(): Promise<AnalyticsBed> {
    const database = await createDatabase();
    const dataSource = createDataSource({ url: database.url, entities, migrations, applicationName: 'analytics test' });
    await runMigrations(dataSource);
    await recountAll(dataSource);
    return new AnalyticsBed(database, dataSource);
  }

  /** As one batch, from a few partitions. */
  async store(observations: readonly OutcomeObservation[]): Promise<void> {
    const facts = observations.map((observation, index) => toFact(observation, index % 3));
    await this.dataSource.transaction((manager) => new OutcomeFactsRepository().write(manager, facts));
  }

  async serve(
    access: Access,
    { controllers = [], providers = [] }: Pick<ModuleMetadata, 'controllers' | 'providers'>,
  ): Promise<NestFastifyApplication> {
    const module = await Test.createTestingModule({
      imports: [AccessModule.forRoot(access)],
      controllers,
      providers: [...providers, { provide: DataSource, useValue: this.dataSource }],
    }).compile();
    this.#app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    this.#app.useGlobalFilters(new ProblemFilter(createLogger({ service: 'test', level: 'fatal' })));
    await this.#app.init();
    await this.#app.getHttpAdapter().getInstance().ready();
    return this.#app;
  }

  async close(): Promise<void> {
    await this.#app?.close();
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    await this.database.drop();
  }
}
