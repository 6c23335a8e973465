import { deliveredTypes } from '@ilium/site';
import type { ClaimedRecord } from '../../reconcile/claimed-record.js';
import type { Lanes } from '../../reconcile/lane-run.js';
import type { DocumentMaker } from './document-maker.js';

/**
 * Lanes of records that documents may tell beside their own: before such a record goes its way, the documents that tell it
 * follow. Until it is settled it comes again, so none of its changes is missed.
 */
export function toldAlongside(lanes: Lanes, maker: Pick<DocumentMaker, 'follow'>): Lanes {
  const alongside = Object.entries(lanes).map(([lane, runsOf]): [string, typeof runsOf] => [
    lane,
    (records, claim) =>
      runsOf(records, claim).map((run) => ({
        ...run,
        deliver: async () => {
          const keys = run.records.filter(isTold).map(({ key }) => key);
          if (keys.length > 0) await maker.follow(keys);
          await run.deliver();
        },
      })),
  ]);
  return Object.fromEntries(alongside);
}

/** Asks once whether a target whose records go into no documents has any from before: most never had. */
export class MayTell implements Pick<DocumentMaker, 'follow'> {
  #hasDocuments: Promise<boolean> | undefined;

  constructor(
    private readonly maker: Pick<DocumentMaker, 'follow' | 'hasAny'>,
    private readonly takesDocuments: boolean,
  ) {}

  async follow(keys: readonly string[]): Promise<void> {
    if (this.takesDocuments || (await this.#hasAny())) await this.maker.follow(keys);
  }

  async #hasAny(): Promise<boolean> {
    try {
      return await (this.#hasDocuments ??= this.maker.hasAny());
    } catch (error) {
      this.#hasDocuments = undefined;
      throw error;
    }
  }
}

/** Documents are told by none. What is there already is only looked at again. */
function isTold({ key, isDelivered }: ClaimedRecord): boolean {
  return !isDelivered && deliveredTypes.some((type) => key.startsWith(`${type}/`));
}
