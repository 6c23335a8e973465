import type { Logger } from '@ilium/observability';
import { deliveredTypes } from '@ilium/site';
import type { Claim } from '../../desired/desired-records.repository.js';
import type { ClaimedRecord } from '../../reconcile/claimed-record.js';
import type { LaneRun, Lanes } from '../../reconcile/lane-run.js';
import { stillHeld } from '../../reconcile/turns.js';
import { waiting } from '../../reconcile/verdicts.js';
import type { HandoverParts } from '../hand-over.js';
import type { DocumentMaker } from './document-maker.js';

type Following = Pick<DocumentMaker, 'followed' | 'follow'>;

export interface AlongsideParts extends Pick<HandoverParts, 'records' | 'timeoutMs' | 'count' | 'patience'> {
  readonly maker: Following;
  readonly logger: Pick<Logger, 'error'>;
  /** Records that documents tell, or may tell, were taken in hand by their own lanes. */
  readonly recordsWent?: () => void;
}

type RunsOf = NonNullable<Lanes[keyof Lanes]>;

/**
 * Lanes of records that documents may tell beside their own: before such a record goes its way, the documents that tell it
 * follow. Until it is settled it comes again, so none of its changes is missed.
 */
export function toldAlongside(lanes: Lanes, parts: AlongsideParts): Lanes {
  const alongside = Object.entries(lanes).map(([lane, runsOf]): [string, RunsOf] => [
    lane,
    (records, claim) =>
      runsOf(records, claim).map((run) => ({ ...run, deliver: () => deliver(run, runsOf, claim, parts) })),
  ]);
  return Object.fromEntries(alongside);
}

/** What became of the documents that tell the records of a run. */
interface Told {
  /** Records whose lease is ours still, and whose documents are as they are to be. */
  readonly going: readonly ClaimedRecord[];
  /** Records whose documents could not be made. */
  readonly behind: readonly ClaimedRecord[];
  readonly isAnyTold: boolean;
}

async function deliver(run: LaneRun, runsOf: RunsOf, claim: Claim, parts: AlongsideParts): Promise<void> {
  const { going, behind, isAnyTold } = await told(run.records, claim, parts);
  if (behind.length > 0) {
    const settlements = behind.map((record) => waiting(record, 'document', parts.patience));
    await parts.records.settle(claim.lease, settlements);
    parts.count(settlements);
  }
  const runs = going.length === run.records.length ? [run] : runsOf(going, claim);
  for (const rest of going.length === 0 ? [] : runs) await rest.deliver();
  if (isAnyTold) parts.recordsWent?.();
}

/** Patient by patient, each in transactions of its own: what is wrong with the documents of one holds nobody else's records. */
async function told(records: readonly ClaimedRecord[], { lease }: Claim, parts: AlongsideParts): Promise<Told> {
  const keys = records.filter(isTold).map(({ key }) => key);
  const patients = keys.length === 0 ? [] : await parts.maker.followed(keys);
  const ownLease = lease.ofOneRun();
  const behind = new Set<string>();
  let held = records;
  for (const own of patients) {
    // Documents take their time: what is taken over meanwhile is somebody else's to tell.
    held = (await stillHeld(parts, ownLease, [held])).flat();
    const ours = new Set(held.map(({ key }) => key));
    const following = own.filter((key) => ours.has(key));
    try {
      if (following.length > 0) await parts.maker.follow(following);
    } catch (error) {
      parts.logger.error('the documents that tell records could not be made; these wait', { error });
      for (const key of following) behind.add(key);
    }
  }
  return {
    going: held.filter(({ key }) => !behind.has(key)),
    behind: held.filter(({ key }) => behind.has(key)),
    isAnyTold: patients.length > 0,
  };
}

/** An instance that has not heard of the changed site file yet may make the first ones. */
const askAgainMs = 60_000;

/** Asks now and then whether a target whose records go into no documents has any from before: most never had. */
export class MayTell implements Following {
  #isAny: boolean;
  #askedAt = -Infinity;

  constructor(
    private readonly maker: Following & Pick<DocumentMaker, 'hasAny'>,
    takesDocuments: boolean,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.#isAny = takesDocuments;
  }

  async followed(keys: readonly string[]): Promise<readonly (readonly string[])[]> {
    return (await this.#hasAny()) ? this.maker.followed(keys) : [];
  }

  follow(keys: readonly string[]): Promise<void> {
    return this.maker.follow(keys);
  }

  async #hasAny(): Promise<boolean> {
    const now = this.now();
    if (!this.#isAny && now - this.#askedAt >= askAgainMs) {
      this.#isAny = await this.maker.hasAny();
      this.#askedAt = now;
    }
    return this.#isAny;
  }
}

/** Documents are told by none. What is there already is only looked at again. */
function isTold({ key, isDelivered }: ClaimedRecord): boolean {
  return !isDelivered && deliveredTypes.some((type) => key.startsWith(`${type}/`));
}
