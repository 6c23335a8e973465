import type { Settlement } from '../desired/settlement.js';
import type { RepositoryLane } from '../lanes/repository.js';
import type { ClaimedRecord } from './claimed-record.js';
import { placeOf } from './its-place.js';
import type { Step } from './turns.js';
import { confirmed } from './owed.js';
import type { PatienceSettings } from './verdicts.js';

interface ConfirmParts {
  readonly lane: Pick<RepositoryLane, 'versions'>;
  readonly patience: PatienceSettings;
}

/** What of them stands, and so is there for others to refer to. */
export interface Confirmed extends Step {
  readonly there: readonly ClaimedRecord[];
}

/** Reads what was taken while an earlier request was about: delivered if it still stands, else sent again. */
export async function confirm(records: readonly ClaimedRecord[], { lane, patience }: ConfirmParts): Promise<Confirmed> {
  const versions = await lane.versions(records.filter((record) => record.confirm).map(placeOf));
  const settled: Settlement[] = [];
  const there: ClaimedRecord[] = [];
  const again: ClaimedRecord[] = [];
  for (const record of records) {
    const version = record.confirm ? (versions.get(placeOf(record)) ?? null) : record.serverVersion;
    if (record.confirm && version !== null && version === record.serverVersion) {
      settled.push(confirmed(record, version, patience));
      there.push(record);
    } else {
      // With the version that we were told: where somebody else has changed it since, the server says so.
      const known = record.confirm && version !== null ? (record.serverVersion ?? version) : version;
      again.push({ ...record, serverVersion: known, confirm: false });
    }
  }
  return { settled, there, again: again.length === 0 ? [] : [again] };
}
