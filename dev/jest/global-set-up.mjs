// Once per test run, and only when a test of the projects integration or system is in it.
import { runFromSource } from './run-from-source.mjs';

export default async function setUp() {
  runFromSource();
  const { startTestServers } = await import('../src/test-servers.ts');
  const report = (line) => process.stderr.write(`${line}\n`);
  const servers = await startTestServers(report, process.env);
  // Jest hands its environment on to its workers.
  process.env.ILIUM_TEST_KAFKA = servers.kafka.brokers;
  process.env.ILIUM_TEST_POSTGRES = servers.postgres.adminUrl;
  globalThis.iliumTestServers = servers;
}
