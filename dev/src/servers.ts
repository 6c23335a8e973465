import { messageOf } from './cause.js';
import { startKafka, type RunningKafka } from './local-kafka.js';
import { startPostgres, type RunningPostgres } from './local-postgres.js';
import type { Report, RunFolder } from './project.js';

/** What Ilium's services need of others. */
export interface Servers {
  readonly kafka: RunningKafka;
  readonly postgres: RunningPostgres;
  stop(): Promise<void>;
}

export interface ServersOptions {
  readonly folder: RunFolder;
  /** Carries out the start of each of the two: shows it, counts its seconds. */
  readonly step: Step;
  readonly env: NodeJS.ProcessEnv;
  /** The administrator's, for a PostgreSQL of ours. */
  readonly password: string;
  /** Any free ones where none are given. */
  readonly ports?: { readonly kafka: number; readonly postgres: number };
}

export type Step = <T extends { origin: string }>(name: string, work: (report: Report) => Promise<T>) => Promise<T>;

/** Starts Kafka and PostgreSQL side by side; when one of them fails, the other one is stopped again. */
export async function startServers({ step, ports, password, ...common }: ServersOptions): Promise<Servers> {
  const [kafka, postgres] = await Promise.allSettled([
    step('Kafka', (report) => startKafka({ ...common, report, port: ports?.kafka })),
    step('PostgreSQL', () => startPostgres({ ...common, port: ports?.postgres, password })),
  ]);
  if (kafka.status === 'fulfilled' && postgres.status === 'fulfilled') {
    return {
      kafka: kafka.value,
      postgres: postgres.value,
      stop: async () => {
        await kafka.value.stop();
        await postgres.value.stop();
      },
    };
  }
  for (const each of [kafka, postgres]) if (each.status === 'fulfilled') await each.value.stop();
  const failures = [kafka, postgres].flatMap((each) => (each.status === 'rejected' ? [each.reason] : []));
  throw failures.length === 1 ? failures[0] : new AggregateError(failures, failures.map(messageOf).join('\n'));
}
