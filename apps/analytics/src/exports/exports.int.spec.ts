import { get, type IncomingMessage } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { OutcomeObservation, OutcomeStrata } from '@ilium/contracts';
import { createLogger, ProblemFilter } from '@ilium/observability';
import { createDataSource, runMigrations } from '@ilium/persistence';
import { AccessModule } from '@ilium/security';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { DataSource } from 'typeorm';
import { createDatabase, until, type TestDatabase } from '../../../../dev/src/test-environment.js';
import { entities, migrations } from '../database.js';
import { OutcomeFactsRepository } from '../facts/outcome-facts.repository.js';
import { toFact } from '../facts/to-fact.js';
import {
  blocked,
  complicated,
  missingBecause,
  observed,
  relieved,
  retraction,
  sessionHeld,
  timed,
  unobserved,
} from '../outcome-observations.samples.js';
import { ExportsController } from './exports.controller.js';
import { factColumns } from './fact-columns.js';
import { FactsReader } from './facts.reader.js';
import { formatNames, type FormatName } from './formats.js';
import { recountAll } from '../rollups/recount.js';

const token = 'a-token-of-this-test-and-of-no-other-one';
const authorization = `Bearer ${token}`;
const strata: OutcomeStrata = {
  ...{ intent: 'therapeutic', agents: 'both', sides: 'left', isIndex: true, levels: 2 },
  ...{ reasons: ['sacroiliitis', 'low-back-pain'], priorTreatments: ['medication', 'injection'] },
  ...{
    ageBand: '50-59',
    sex: 'female',
    guidance: 'fluoroscopy',
    steroid: 'triamcinolone',
    contrast: 'intra-articular',
  },
};
const keyOf = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** One of each kind, and one that was taken back. */
const observations: readonly OutcomeObservation[] = [
  observed({ percentBetter: 33.333, betterBy: -1.5 }, { strata, painLocation: 'back', recall: '7d', side: 'left' }),
  observed({ doubt: 'no-baseline', percentBetter: null }, { rulesVersion: `=1+"2",\n'3'`, period: '2026' }),
  missingBecause('declined', { strata: { ...strata, reasons: [], priorTreatments: [] }, isExpected: false }),
  unobserved('open', { period: '2026-05' }),
  blocked({}, { answer: 'indeterminate', doubt: 'sedation-or-opioid', percentRelief: null }),
  relieved(),
  timed('return-of-pain', { days: 12.5 }),
  complicated('flare'),
  sessionHeld(),
  retraction({}),
].map((observation, index) => ({ ...observation, key: keyOf(index) }));

type Row = Readonly<Record<string, unknown>>;

describe('exports of facts', () => {
  let database: TestDatabase;
  let dataSource: DataSource;
  let app: NestFastifyApplication;
  let address: string;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ilium-exports-'));
    database = await createDatabase();
    dataSource = createDataSource({ url: database.url, entities, migrations, applicationName: 'exports test' });
    await runMigrations(dataSource);
    await recountAll(dataSource);
    const rows = observations.map((observation, index) => toFact(observation, index % 3));
    await dataSource.transaction((manager) => new OutcomeFactsRepository().write(manager, rows));
    const module = await Test.createTestingModule({
      imports: [AccessModule.forRoot({ kind: 'token', token })],
      controllers: [ExportsController],
      providers: [FactsReader, { provide: DataSource, useValue: dataSource }],
    }).compile();
    app = module.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    app.useGlobalFilters(new ProblemFilter(createLogger({ service: 'test', level: 'fatal' })));
    await app.listen(0, '127.0.0.1');
    address = await app.getUrl();
  });

  afterAll(async () => {
    await app.close();
    if (dataSource.isInitialized) await dataSource.destroy();
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  });

  const ask = (format: FormatName, query = '') =>
    fetch(`${address}/v1/exports/facts.${format}${query}`, { headers: { authorization } });

  /** As DuckDB reads the file, which knows nothing of how it was written. */
  async function read(format: FormatName, query = '', what = '* ORDER BY key'): Promise<readonly Row[]> {
    const file = join(folder, `facts.${format}`);
    await writeFile(file, new Uint8Array(await (await ask(format, query)).arrayBuffer()));
    const database = await DuckDBInstance.create(':memory:');
    const connection = await database.connect();
    try {
      const reader = await connection.runAndReadAll(`FROM ${readers[format](file)} SELECT ${what}`);
      return reader.getRowObjectsJS().map(plain);
    } finally {
      connection.closeSync();
      database.closeSync();
    }
  }

  /** What there is, column by column, straight from the table. */
  async function kept(where = ''): Promise<readonly Row[]> {
    const columns = factColumns.map(({ name, sql }) => `${sql} AS "${name}"`).join(', ');
    return dataSource.query(
      `SELECT ${columns} FROM outcome_facts AS fact WHERE status <> 'entered-in-error' ${where} ORDER BY key`,
    );
  }

  it.each(formatNames)('%s holds what the table holds, as another program reads it', async (format) => {
    const expected = await kept();
    expect(expected).toHaveLength(observations.length - 1);
    const guarded = expected.map((row) =>
      format === 'csv' ? { ...row, rules_version: guard(row['rules_version']) } : row,
    );
    expect(await read(format)).toEqual(guarded);
  });

  it('says in each row what the observation said', async () => {
    const [score, doubtful, missing, , block, relief, event, complication, session] = await read('parquet');
    expect(score).toMatchObject({
      ...{
        key: keyOf(0),
        status: 'observed',
        kind: 'score',
        period: '2026-03',
        better_by: -1.5,
        percent_better: 33.333,
      },
      ...{ levels: 2, is_index: true, reasons: 'low-back-pain sacroiliitis', prior_treatments: 'injection medication' },
      ...{ pain_location: 'back', recall: '7d', side: 'left', is_expected: null, block_answer: null },
    });
    expect(doubtful).toMatchObject({ doubt: 'no-baseline', percent_better: null, reasons: null });
    expect(missing).toMatchObject({ missing_reason: 'declined', is_expected: false, reasons: '', value: null });
    expect(block).toMatchObject({ block_answer: 'indeterminate', doubt: 'sedation-or-opioid', window: null });
    expect(relief).toMatchObject({ relief_last_day_with: 14, relief_first_day_without: 42, baseline_band: 'usual' });
    expect(event).toMatchObject({ kind: 'return-of-pain', days_to_event: 12.5 });
    expect(complication).toMatchObject({ complication: 'flare', complication_days_after: 3 });
    expect(session).toMatchObject({ is_completed: true, is_therapeutic: true, is_diagnostic: false });
  });

  it.each([
    ['?measure=nrs&window=M3', `AND fact.window = 'M3'`],
    ['?from=2026-04&to=2026-12', `AND fact.period = '2026-05'`],
    ['?to=2026', ''],
    ['?of=patients', `AND fact.strata->>'isIndex' = 'true'`],
    ['?ageBand=50-59&from=2026-03&to=2026-03', `AND fact.strata->>'ageBand' = '50-59'`],
    ['?priorTreatment=injection&agents=both,steroid', `AND fact.strata->'priorTreatments' ? 'injection'`],
    ['?procedureType=facet-rfa', 'AND false'],
  ])('narrows: %s', async (query, where) => {
    const expected = await kept(where);
    expect(await read('parquet', query)).toEqual(expected);
    expect((await (await ask('ndjson', query)).text()).split('\n')).toHaveLength(expected.length + 1);
  });

  it('tells the name of the file, its type, and about how many rows will come', async () => {
    const answer = await ask('csv');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="outcome-facts.csv"');
    expect(answer.headers.get('content-type')).toMatch(/^text\/csv/);
    expect(Number(answer.headers.get('ilium-rows-about'))).toBeGreaterThan(0);
    expect(await answer.text()).toMatch(/^key,revision,session,/);
  });

  it('tells no shard and no day', () => {
    expect(factColumns.filter(({ name, sql }) => /shard|as_of/.test(name + sql))).toEqual([]);
  });

  it.each([
    ['a selection that contradicts itself', '?from=2026-05&to=2026-04', 400, /^from: it lies after to/],
    ['a parameter that there is not', '?colour=red', 400, /^There is no parameter colour/],
  ])('refuses %s', async (_, query, status, detail) => {
    const answer = await ask('csv', query);
    expect(await answer.json()).toMatchObject({ status, detail: expect.stringMatching(detail) });
  });

  it('asks for a token', async () => {
    expect((await fetch(`${address}/v1/exports/facts.csv`)).status).toBe(401);
  });

  describe('of more than fits a socket', () => {
    const open = () =>
      new Promise<IncomingMessage>((done, fail) => {
        get(`${address}/v1/exports/facts.ndjson`, { headers: { authorization }, agent: false }, done).once(
          'error',
          fail,
        );
      });
    const readers = (): Promise<{ pid: number }[]> =>
      dataSource.query(`SELECT pid FROM pg_stat_activity WHERE state LIKE 'idle in transaction%' AND query LIKE 'FETCH%'
                           AND datname = current_database()`);

    beforeAll(() =>
      dataSource.query(
        `INSERT INTO outcome_facts (key, revision, shard, status, kind, procedure_type, measure, family, "window", period)
         SELECT gen_random_uuid(), 1, 0, 'open', 'score', 'facet-rfa', 'nrs', 'pain', 'M3', '2020-01'
           FROM generate_series(1, 100000)`,
      ),
    );

    it('is of one moment, whatever is stored meanwhile', async () => {
      const answer = await open();
      await dataSource.query(`DELETE FROM outcome_facts WHERE key IN (SELECT key FROM outcome_facts
                                WHERE procedure_type = 'facet-rfa' LIMIT 1000)`);
      let rows = 0;
      for await (const chunk of answer) rows += String(chunk).split('\n').length - 1;
      expect(rows).toBe(100_000 + observations.length - 1);
      expect(answer.complete).toBe(true);
    });

    it('is whole in several groups of rows', async () => {
      const counted = 'count(*) AS rows, count(DISTINCT key) AS keys';
      const [rows] = await dataSource.query(
        `SELECT count(*)::int AS rows, count(*)::int AS keys FROM outcome_facts WHERE status <> 'entered-in-error'`,
      );
      expect(await read('parquet', '', counted)).toEqual([rows]);
      expect(rows.rows).toBeGreaterThan(16_384);
    });

    it('reads no further than it is taken, and breaks the connection when it can not go on', async () => {
      const answer = await open();
      const [reader] = await until('the export waits for its reader', readers, {
        accept: ({ length }) => length === 1,
      });
      await dataSource.query('SELECT pg_terminate_backend($1)', [reader?.pid]);
      await expect(drain(answer)).rejects.toThrow('aborted');
      expect(answer.complete).toBe(false);
    });

    it('gives its connection back when its reader goes away, so that others can be read', async () => {
      for (const answer of [await begun(), await begun()]) answer.destroy();
      const answer = await begun();
      answer.destroy();
      expect(answer.statusCode).toBe(200);
    });

    it('is refused while two are running', async () => {
      const running = [await begun(), await begun()];
      const refused = await open();
      for (const answer of [...running, refused]) answer.destroy();
      expect(refused.statusCode).toBe(503);
      expect(refused.headers['retry-after']).toBe('5');
    });

    it('breaks off when the service stops', async () => {
      const answer = await begun();
      const [stopped] = await Promise.allSettled([drain(answer), app.close()]);
      expect(stopped).toMatchObject({ status: 'rejected', reason: { message: 'aborted' } });
    });

    /** An export, as soon as those before are closed. */
    const begun = () =>
      until('an export is begun', open, {
        accept: (answer) => {
          if (answer.statusCode !== 200) answer.destroy();
          return answer.statusCode === 200;
        },
      });
  });
});

const readers: Readonly<Record<FormatName, (file: string) => string>> = {
  csv: (file) =>
    `read_csv('${file}', header = true, strict_mode = true, allow_quoted_nulls = false, columns = ${duckTypes()})`,
  ndjson: (file) => `read_json('${file}', format = 'newline_delimited', columns = ${duckTypes()})`,
  parquet: (file) => `read_parquet('${file}')`,
};

function duckTypes(): string {
  const types = { text: 'VARCHAR', flag: 'BOOLEAN', whole: 'INTEGER', long: 'BIGINT', number: 'DOUBLE' };
  return `{${factColumns.map(({ name, type }) => `'${name}': '${types[type]}'`).join(', ')}}`;
}

/** Without what JavaScript tells apart and the table does not. */
function plain(row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, typeof value === 'bigint' ? Number(value) : value]),
  );
}

function guard(value: unknown): unknown {
  return typeof value === 'string' && value.startsWith('=') ? `'${value}` : value;
}

async function drain(answer: IncomingMessage): Promise<void> {
  for await (const _ of answer);
}
