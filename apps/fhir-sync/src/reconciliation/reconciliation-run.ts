import { isAlike, patientOf, readLikeness } from '../lanes/create-only/likeness.js';
import { isNode, nodesOf, textOf } from '../read-back/data-types.js';
import { parsedRecord } from '../read-back/parsed-record.js';
import { faultOfStatus, notOffered } from '../faults/faults.js';
import { TargetFault } from '../faults/target-fault.js';
import type { EntryAnswer } from '../target/bundle.js';
import type { SentResource } from './as-sent.js';
import { clinicalDate, isOfDays } from './clinical-date.js';
import type { Finding } from './finding.js';
import { findingOf } from './finding-of.js';
import type {
  ClaimedRun,
  DeliveredRecord,
  PageResult,
  ReconciliationsRepository,
} from './reconciliations.repository.js';
import { dateParameters, readTaggedPage, taggedSearch, type FoundRecord, type Tag } from './tagged-search.js';

/** What a reconciliation asks of a target. */
export interface ReconciledTarget {
  readonly name: string;
  readonly baseUrl: string;
  /** Reads and searches by relative URL, in one request. */
  readonly read: (urls: readonly string[]) => Promise<readonly EntryAnswer[]>;
  readonly asSent: (bodies: readonly string[]) => Promise<readonly SentResource[]>;
  /** False while the target is away: then nothing is asked. */
  readonly mayRead: () => boolean;
}

export interface RunSettings {
  /** Records of a page of the table. */
  readonly pageSize: number;
  /** Reads of one request. One request is in flight: delivery goes first. */
  readonly atOnce: number;
  readonly leaseMs: number;
}

/** One reconciliation, page by page from where it stands; each page is written down with what it found. */
export class ReconciliationRun {
  constructor(
    private readonly run: ClaimedRun,
    private readonly target: ReconciledTarget,
    private readonly runs: ReconciliationsRepository,
    private readonly settings: RunSettings,
  ) {}

  /** Resolves at its end, when the lease is lost, or when told to stop. A fault of the target is thrown. */
  async go(signal: AbortSignal): Promise<void> {
    let { phase, cursor } = this.run;
    while (phase === 'records') {
      if (signal.aborted) return;
      const result: PageResult = await this.#page(cursor);
      if (!(await this.#written(result))) return;
      ({ phase, cursor } = result);
    }
    const notSearched: string[] = [];
    const tag = await this.#tag();
    for (const type of await this.runs.types(this.target.name)) {
      const parameter = dateParameters[type];
      const isSearched =
        tag !== undefined && parameter !== undefined && (await this.#search(type, parameter, tag, signal));
      if (signal.aborted) return;
      if (!isSearched) notSearched.push(type);
    }
    await this.runs.end(this.run, notSearched);
  }

  #written(result: PageResult): Promise<boolean> {
    return this.runs.advance(this.run, result, this.settings.leaseMs);
  }

  async #page(after: string): Promise<PageResult> {
    const { pageSize, atOnce } = this.settings;
    const records = await this.runs.page(this.target.name, after, pageSize);
    const wanted = records.filter(({ body }) => isOfDays(clinicalDate(parsedRecord(body)), this.run));
    const findings: Finding[] = [];
    for (let from = 0; from < wanted.length; from += atOnce) {
      findings.push(...(await this.#compare(wanted.slice(from, from + atOnce))));
    }
    return {
      phase: records.length < pageSize ? 'unknown' : 'records',
      cursor: records.at(-1)?.key ?? after,
      lookedAt: records.length,
      compared: wanted.length,
      findings,
      revisions: new Map(wanted.map(({ key, revision }) => [key, revision])),
    };
  }

  async #compare(records: readonly DeliveredRecord[]): Promise<Finding[]> {
    const sent = await this.target.asSent(records.map(({ body }) => body));
    const answers = await this.target.read(records.map(({ place }) => place));
    return records.flatMap((record, index) => {
      const answer = answers[index];
      if (answer === undefined) return [];
      throwIfAway(answer);
      return findingOf(record, sent[index] ?? {}, answer) ?? [];
    });
  }

  /** False where the server can't be asked. */
  async #search(type: string, parameter: string, tag: Tag, signal: AbortSignal): Promise<boolean> {
    let url: string | undefined = taggedSearch(type, parameter, tag, this.run);
    while (url !== undefined && !signal.aborted) {
      const [answer] = await this.target.read([url]);
      if (answer !== undefined) throwIfAway(answer);
      const page = readTaggedPage(answer, type, tag, this.target.baseUrl);
      if (page === undefined) return false;
      const findings = await this.#beyond(type, page.records);
      const nothing = { phase: 'unknown', cursor: this.run.cursor, lookedAt: 0, compared: 0 } as const;
      if (!(await this.#written({ ...nothing, findings, revisions: new Map() }))) return false;
      url = page.next;
    }
    return true;
  }

  /** What of these no record of ours is known to be. */
  async #beyond(type: string, records: readonly FoundRecord[]): Promise<Finding[]> {
    const { name } = this.target;
    const looks = records.flatMap(({ look }) => look ?? []);
    // In this order: a create that comes to its end meanwhile is known then.
    const underWay = await this.runs.underWay(name, type, [...new Set(looks.flatMap((look) => patientOf(look) ?? []))]);
    const known = await this.runs.known(
      name,
      records.map(({ place }) => place),
    );
    const wanted = underWay.map(({ likeness }) => readLikeness(likeness));
    return records
      .filter(({ place }) => !known.has(place))
      .map(({ place, version, source, look }): Finding => {
        const isUnderWay = look !== undefined && wanted.some((one) => isAlike(look, one));
        const about = { changedBy: null, ourVersion: null, differences: [] };
        const kind = isUnderWay ? 'under-way' : 'unknown';
        return { ...about, kind, key: place, serverVersion: version, source };
      });
  }

  async #tag(): Promise<Tag | undefined> {
    const body = await this.runs.anyBody();
    const meta = body === undefined ? undefined : parsedRecord(body)['meta'];
    const tag = nodesOf(isNode(meta) ? meta['tag'] : undefined).find((one) => textOf(one, 'code') === 'ilium');
    const system = tag === undefined ? undefined : textOf(tag, 'system');
    return system === undefined ? undefined : { system, code: 'ilium' };
  }
}

/** An answer inside a batch that says more of the server than of the record. */
function throwIfAway({ status }: EntryAnswer): void {
  if (status >= 200 && status < 300) return;
  const fault = faultOfStatus(status);
  // Of one record it says that the server does not show such records: asked again, it would say so for ever.
  if (notOffered.has(status)) return;
  if (fault.scope === 'target') throw new TargetFault(fault);
}
