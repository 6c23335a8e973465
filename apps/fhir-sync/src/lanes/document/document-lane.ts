import type { ClaimedRecord } from '../../reconcile/claimed-record.js';
import type { Lanes } from '../../reconcile/lane-run.js';
import { subjectOf } from '../reading/records.js';
import { handOver, type HandoverParts } from '../hand-over.js';
import type { DocumentMaker } from './document-maker.js';
import { settlementsOf } from './settlements-of.js';

/** The lane for EHRs that take documents only: records go into documents, and are as far as these. A run for each patient. */
export function documentLane(maker: Pick<DocumentMaker, 'make'>, parts: HandoverParts): Lanes {
  return {
    document: (records, { lease }) =>
      [...Map.groupBy(records, patientOf).values()].map((own) => ({
        records: own,
        deliver: () =>
          handOver(parts, lease, own, async (given) =>
            settlementsOf(given, await maker.make(given.map(({ key }) => key)), parts.patience),
          ),
      })),
  };
}

function patientOf({ body }: ClaimedRecord): string {
  return JSON.stringify(subjectOf(JSON.parse(body)) ?? null);
}
