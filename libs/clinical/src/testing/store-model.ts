import type { ProcedureEvent } from '@ilium/contracts';
import { derive } from '../derive/derive.js';
import type { Day } from '../derive/moments.js';
import { nothingKnown, type Fact, type Facts, type PatientKey } from '../facts/fact.js';
import { factsFrom } from '../facts/from-event.js';
import { joinAll } from '../facts/join.js';
import { circlesOf } from '../facts/links.js';
import { changes, type Change, type PublishedKey } from '../publish/changes.js';
import { defaultRules } from '../rules.js';
import { plainIds } from './plain-ids.js';

interface Row extends PublishedKey {
  readonly holder: PatientKey;
  readonly revision: number;
}

export interface Sent {
  readonly key: string;
  readonly revision: number;
  /** Absent: retracted. */
  readonly digest?: string;
  readonly change: Change;
}

/**
 * A small model of a store that derives only what a batch touches, as a service does: rows of what was published, each
 * with its highest revision; retracted keys keep theirs. `sent` is everything that ever went out, in this order.
 */
export class StoreModel {
  readonly rows = new Map<string, Row>();
  readonly sent: Sent[] = [];
  private facts: Facts = nothingKnown;
  private readonly dueDays = new Map<PatientKey, Day>();

  receive(batch: readonly ProcedureEvent[], asOf: Day): void {
    const news = batch.map((event) => factsFrom(event, plainIds));
    this.facts = joinAll(this.facts, news);
    const touched = news.flatMap((news) => [
      ...news.patients.keys(),
      ...[...news.facts.keys()].flatMap((key) => Object.keys(this.facts.facts.get(key)?.statements ?? {})),
    ]);
    this.deriveGroups(new Set(touched), asOf);
  }

  /** Derives those for whom something opens or closes until a day. */
  sweep(asOf: Day): void {
    const due = [...this.dueDays].filter(([, day]) => day <= asOf).map(([patient]) => patient);
    this.deriveGroups(new Set(due), asOf);
  }

  /** What a reader holds who got everything in any order and keeps the highest revision. */
  live(): Map<string, string> {
    return new Map([...this.rows].filter(([, row]) => !row.isRetracted).map(([key, row]) => [key, row.digest]));
  }

  private deriveGroups(touched: ReadonlySet<PatientKey>, asOf: Day): void {
    const circles = circlesOf(this.facts.patients.keys(), this.facts.links.values());
    const members = new Set(circles.filter((circle) => circle.some((member) => touched.has(member))).flat());
    const outputs = derive(this.partOf(members), defaultRules, asOf, plainIds);
    for (const { survivor, members: all, dueDay } of outputs) {
      for (const member of all) this.dueDays.delete(member);
      if (dueDay !== undefined) this.dueDays.set(survivor, dueDay);
    }
    const holders = new Map(
      outputs.flatMap(({ survivor, resources, outcomes }) =>
        [...resources, ...outcomes].map(({ key }) => [key, survivor] as const),
      ),
    );
    const published = [...this.rows.values()].filter((row) => members.has(row.holder) || holders.has(row.key));
    for (const change of changes(published, outputs, defaultRules.base)) this.publish(change, holders.get(change.key));
    // What follows for another patient than before has moved, also where it says the same.
    for (const [key, holder] of holders) {
      const row = this.rows.get(key);
      if (row !== undefined) this.rows.set(key, { ...row, holder });
    }
  }

  private partOf(members: ReadonlySet<PatientKey>): Facts {
    const isAbout = (fact: Fact) => Object.keys(fact.statements).some((patient) => members.has(patient));
    return {
      facts: new Map([...this.facts.facts].filter(([, fact]) => isAbout(fact))),
      links: new Map([...this.facts.links].filter(([, { pair }]) => pair.some((patient) => members.has(patient)))),
      patients: new Map([...this.facts.patients].filter(([patient]) => members.has(patient))),
    };
  }

  private publish(change: Change, holder: PatientKey | undefined): void {
    const { key } = change;
    const before = this.rows.get(key);
    const revision = (before?.revision ?? 0) + 1;
    const isRetracted = !('derived' in change);
    const digest = 'derived' in change ? change.digest : (before?.digest ?? '');
    const retraction = change.kind === 'resource' ? change.derived.retraction : (before?.retraction ?? null);
    this.rows.set(key, { key, holder: holder ?? before?.holder ?? '', digest, isRetracted, retraction, revision });
    this.sent.push({ key, revision, ...(isRetracted ? {} : { digest }), change });
  }
}
