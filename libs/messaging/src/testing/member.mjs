// A member of the tested service's group in a process of its own, so that it can be stopped and woken.
import { done, readCloudEvent } from '@ilium/contracts';
import { KafkaBatchStrategy } from '@ilium/messaging';
import { createDataSource, messagingEntities } from '@ilium/persistence';

const { BROKERS, PREFIX, DATABASE } = process.env;
const dataSource = createDataSource({
  url: DATABASE,
  entities: messagingEntities,
  migrations: [],
  applicationName: 'member',
});
await dataSource.initialize();
const strategy = new KafkaBatchStrategy({
  service: 'tested',
  brokers: BROKERS.split(','),
  topicPrefix: PREFIX,
  dataSource,
  maxMessages: 5,
  sessionTimeoutMs: 6_000,
});
strategy.addHandler('procedure-events', consume, true, { topic: 'procedure-events', read: readCloudEvent });
await strategy.listen((error) => {
  if (error) throw error;
});

async function consume({ messages, manager }) {
  // So that the test need not wait for a minute until PostgreSQL gives up on a process that sleeps in a transaction.
  await manager.query(`SET LOCAL idle_in_transaction_session_timeout = '4s'`);
  await manager.query(`INSERT INTO seen SELECT *, 'member' FROM unnest($1::text[], $2::integer[], $3::bigint[])`, [
    messages.map(({ id }) => id),
    messages.map(({ partition }) => partition),
    messages.map(({ offset }) => offset),
  ]);
  process.stdout.write('at work\n');
  await new Promise((resolve) => setTimeout(resolve, 20));
  return { fates: messages.map(() => done()), publish: [] };
}
