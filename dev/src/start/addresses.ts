import type { Servers } from '../servers.js';
import type { Ports } from './ports.js';
import { addressOf, fhirBase } from './services.js';

/** The table of addresses: what can be opened, asked or connected to. */
export function addressTable(ports: Ports, servers: Servers): string[] {
  const rows = [
    ['web page', addressOf(ports, 'web')],
    ['console API', `${addressOf(ports, 'web')}/v1/overview`],
    ['intake API', `${addressOf(ports, 'intake')}/v1/ledger`],
    ['HL7 v2 (MLLP)', `127.0.0.1:${ports.mllp}`],
    ['mapper API', `${addressOf(ports, 'mapper')}/v1/ledger`],
    ['fhir-sync API', `${addressOf(ports, 'fhir-sync')}/v1/records`],
    ['analytics API', `${addressOf(ports, 'analytics')}/v1/openapi.json`],
    ['FHIR server', `${fhirBase(ports)}/metadata`],
    ['Kafka', servers.kafka.brokers],
    ['PostgreSQL', withoutPassword(servers.postgres.adminUrl)],
  ] as const;
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, address]) => `  ${name.padEnd(width)}  ${address}`);
}

function withoutPassword(url: string): string {
  const shown = new URL(url);
  shown.password = '';
  return shown.href;
}
