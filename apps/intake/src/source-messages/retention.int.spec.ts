import { createSecretKey } from 'node:crypto';
import { createLogger } from '@ilium/observability';
import { createDataSource, provisionSchema, runMigrations } from '@ilium/persistence';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createDatabase, type TestDatabase } from '../../../../dev/src/test-environment.js';
import { entities, migrations } from '../database.js';
import { messageOf } from '../testing/messages.js';
import { MessageRows } from './message-rows.js';
import { prepareMessage, stampMessage } from './prepared-message.js';
import { Retention } from './retention.js';
import { SourceMessagesRepository } from './source-messages.repository.js';

const older = ['older', createSecretKey(Buffer.alloc(32, 1))] as const;
const newer = ['newer', createSecretKey(Buffer.alloc(32, 2))] as const;
const bodyKeys = new Map([newer, older]);

let database: TestDatabase;
let dataSource: DataSource;

beforeAll(async () => {
  database = await createDatabase();
  const url = await provisionSchema(database.url, { schema: 'intake', role: `i${Date.now()}`, password: 'test' });
  dataSource = createDataSource({ url, entities, migrations, applicationName: 'intake test', poolSize: 2 });
  await runMigrations(dataSource);
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

it('bodies go after their time, messages after theirs, what stays is sealed with the first key, and a damaged one stops nothing', async () => {
  const ages = [1, 95, 500, 2];
  const prepared = ages.map((age) =>
    prepareMessage(messageOf(`C${age}`), { idKey: 'k'.repeat(40), bodyKeys: new Map([older]) }),
  );
  const messages = prepared.map((one, index) => stampMessage(one, index + 1));
  await new MessageRows(dataSource, 5_000).write({ messages, counts: [], publication: undefined });
  for (const [index, age] of ages.entries()) {
    await dataSource.query(
      `UPDATE source_messages SET received_at = now() - $2 * interval '1 day' WHERE sequence = $1`,
      [index + 1, age],
    );
  }
  await dataSource.query(
    `UPDATE source_messages SET body = set_byte(body, 40, 1 # get_byte(body, 40)) WHERE sequence = 4`,
  );
  const logger = createLogger({ service: 'test', level: 'fatal' });
  const retention = new Retention({ dataSource, logger, bodyKeys, bodyDays: 90, messageDays: 400 });
  expect(await retention.sweep()).toEqual({ bodies: 2, messages: 1, records: 0, resealed: 1, damaged: 1 });
  expect(await dataSource.query('SELECT control_id, body_key FROM source_messages ORDER BY sequence')).toEqual([
    { control_id: 'C1', body_key: 'newer' },
    { control_id: 'C95', body_key: null },
    { control_id: 'C2', body_key: 'older' },
  ]);
  const [young, old] = prepared.map(({ id }) => id);
  const repository = new SourceMessagesRepository(dataSource, new Map([newer]));
  expect(await repository.body(young ?? '')).toEqual(messageOf('C1').body);
  expect(await repository.body(old ?? '')).toBeUndefined();
  expect(await retention.sweep()).toEqual({ bodies: 0, messages: 0, records: 0, resealed: 0, damaged: 1 });
});

it('a step that fails keeps no other from its turn', async () => {
  const [prepared] = [messageOf('C600')].map((one) =>
    prepareMessage(one, { idKey: 'k'.repeat(40), bodyKeys: new Map([older]) }),
  );
  if (prepared === undefined) throw new Error('nothing was prepared');
  const messages = [stampMessage(prepared, 600)];
  await new MessageRows(dataSource, 5_000).write({ messages, counts: [], publication: undefined });
  await dataSource.query(`UPDATE source_messages SET received_at = now() - interval '600 days' WHERE sequence = 600`);
  // Bodies go first.
  await dataSource.query(`ALTER TABLE source_messages ADD CONSTRAINT kept CHECK (sequence <> 600 OR body IS NOT NULL)`);
  const logger = createLogger({ service: 'test', level: 'fatal' });
  const retention = new Retention({ dataSource, logger, bodyKeys, bodyDays: 90, messageDays: 400 });
  expect(await retention.sweep()).toMatchObject({ bodies: 0, messages: 1 });
  await dataSource.query(`ALTER TABLE source_messages DROP CONSTRAINT kept`);
});
