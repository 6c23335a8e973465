import { feedStatus, ledger, outcomesSummary, recordsStatus, type Overview } from '@ilium/contracts';
import { ask } from './ask.js';
import type { ConsoleConfig } from './config.js';
import { toOverview } from './overview.js';

export type ServiceAddresses = Pick<
  ConsoleConfig,
  'INTAKE_URL' | 'MAPPER_URL' | 'FHIR_SYNC_URL' | 'ANALYTICS_URL' | 'ANALYTICS_TOKEN' | 'HOSPITAL_URL'
>;

/** Asks all services at once. However many people look, the services are asked once at a time. */
export class OverviewService {
  #asking: Promise<Overview> | undefined;

  constructor(private readonly addresses: ServiceAddresses) {}

  overview(): Promise<Overview> {
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #ask(): Promise<Overview> {
    const {
      INTAKE_URL: intake,
      MAPPER_URL: mapper,
      FHIR_SYNC_URL: fhirSync,
      ANALYTICS_URL: analytics,
      ANALYTICS_TOKEN: token,
      HOSPITAL_URL: hospital,
    } = this.addresses;
    const [feed, intakeLedger, mapperLedger, fhirSyncLedger, records, analyticsLedger, summary] = await Promise.all([
      hospital === undefined ? null : ask({ base: hospital, path: '/feed/status', answer: feedStatus }),
      intake === undefined ? null : ask({ base: intake, path: '/v1/ledger', answer: ledger }),
      ask({ base: mapper, path: '/v1/ledger', answer: ledger }),
      ask({ base: fhirSync, path: '/v1/ledger', answer: ledger }),
      ask({ base: fhirSync, path: '/v1/records', answer: recordsStatus }),
      ask({ base: analytics, path: '/v1/ledger', answer: ledger }),
      ask({ base: analytics, path: '/v1/outcomes/summary', answer: outcomesSummary, token }),
    ]);
    return toOverview({
      at: new Date(),
      feed,
      intakeLedger,
      mapperLedger,
      fhirSyncLedger,
      records,
      analyticsLedger,
      summary,
    });
  }
}
