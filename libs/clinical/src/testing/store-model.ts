import type { ProcedureEvent } from '@ilium/contracts';
import { derive, readCourses, type PatientOutputs } from '../derive/derive.js';
import { deriveScores, touchedScopes, type ScoredPerson } from '../derive/incremental/derive-scores.js';
import { newScoresOf } from '../derive/incremental/score-news.js';
import { scoredDays, type ScoredDay } from '../derive/incremental/scored-days.js';
import type { Scope } from '../derive/incremental/scopes.js';
import type { WorkItem } from '../derive/work.js';
import type { Day } from '../derive/reports/moments.js';
import { nothingKnown, type Fact, type FactKey, type Facts, type PatientKey } from '../facts/fact.js';
import { factsFrom } from '../facts/from-event.js';
import { joinAll } from '../facts/join.js';
import { circlesOf } from '../facts/links.js';
import { changes, type Change, type PublishedKey } from '../publish/changes.js';
import { defaultRules, type Rules } from '../rules.js';
import { plainIds } from './plain-ids.js';

interface Place {
  readonly holder: PatientKey;
  readonly scope: Scope;
}

interface Row extends PublishedKey, Place {
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
  /** What somebody should look at, with whose it is. */
  readonly work = new Map<string, WorkItem & { readonly holder: PatientKey }>();
  /** How often only what new scores touch was derived. */
  partsDerived = 0;
  private facts: Facts = nothingKnown;
  private days: ReadonlyMap<FactKey, ScoredDay> = new Map();
  private readonly derived = new Set<PatientKey>();
  private readonly dueDays = new Map<PatientKey, Day>();

  constructor(private readonly rules: Rules = defaultRules) {}

  receive(batch: readonly ProcedureEvent[], asOf: Day): void {
    const all = batch.map((event) => factsFrom(event, plainIds));
    const touched = joinAll(nothingKnown, all);
    const [before, daysBefore] = [this.facts, this.days];
    this.facts = joinAll(this.facts, all);
    this.days = scoredDays(this.facts.facts.values(), this.rules, plainIds);
    const changed = [...touched.facts.keys()].flatMap((key) => this.facts.facts.get(key) ?? []);
    const news = { changed, knownBefore: new Set(before.facts.keys()), daysBefore, daysNow: this.days };
    const people = new Set([
      ...touched.patients.keys(),
      ...changed.flatMap(({ statements }) => Object.keys(statements)),
    ]);
    const parts = [...people].flatMap((patient) => {
      const isLinked = [...this.facts.links.values()].some(({ pair }) => pair.includes(patient));
      const isDue = (this.dueDays.get(patient) ?? asOf) <= asOf && this.dueDays.has(patient);
      if (isLinked || isDue || !this.derived.has(patient)) return [];
      const scores = newScoresOf(patient, news);
      const part = scores && this.partOf(patient, scores, asOf);
      return part === undefined ? [] : [{ patient, part }];
    });
    for (const { part } of parts) this.derivePart(part, asOf);
    for (const { patient } of parts) people.delete(patient);
    this.deriveGroups(people, asOf);
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
    const outputs = derive(this.factsOf(members), this.rules, asOf, plainIds);
    for (const { survivor, members: all, dueDay } of outputs) {
      for (const member of all) this.dueDays.delete(member);
      for (const member of all) this.derived.add(member);
      if (dueDay !== undefined) this.dueDays.set(survivor, dueDay);
    }
    this.compare(
      [...this.rows.values()].filter(({ holder }) => members.has(holder)),
      outputs,
    );
    this.replaceWork(({ holder }) => members.has(holder), outputs);
  }

  private partOf(patient: PatientKey, scores: ReadonlyMap<FactKey, readonly ScoredDay[]>, asOf: Day) {
    const known = this.factsOf(new Set([patient]));
    const facts = new Map([...known.facts].filter(([key]) => !this.days.has(key)));
    const [person] = readCourses({ ...known, facts }, this.rules, asOf, plainIds);
    return person && touchedScopes(person, scores, this.rules);
  }

  private derivePart(part: ScoredPerson, asOf: Day): void {
    this.partsDerived += 1;
    const { survivor } = part.group;
    const known = this.factsOf(new Set([survivor]));
    const isNeeded = (key: FactKey) => {
      const day = this.days.get(key);
      if (day === undefined || part.scores.has(key)) return true;
      return part.touched.spans.some(({ from, to }) => from <= day && day <= to);
    };
    const facts = new Map([...known.facts].filter(([key]) => isNeeded(key)));
    const outputs = deriveScores([part], { ...known, facts }, this.rules, asOf, plainIds);
    for (const { dueDay } of outputs) {
      const due = [this.dueDays.get(survivor), dueDay].filter((day) => day !== undefined).sort()[0];
      if (due !== undefined) this.dueDays.set(survivor, due);
    }
    const rows = [...this.rows.values()].filter(({ holder, scope }) => holder === survivor && part.scopes.has(scope));
    this.compare(rows, outputs);
    this.replaceWork(({ facts: about }) => about.some((key) => part.scores.has(key)), outputs);
  }

  private replaceWork(isOld: (item: WorkItem & { holder: PatientKey }) => boolean, outputs: readonly PatientOutputs[]) {
    for (const [key, item] of this.work) if (isOld(item)) this.work.delete(key);
    for (const { survivor, work } of outputs) {
      for (const item of work) this.work.set(item.key, { ...item, holder: survivor });
    }
  }

  private compare(rows: readonly Row[], outputs: readonly PatientOutputs[]): void {
    const places = new Map(
      outputs.flatMap(({ survivor, resources, outcomes }) =>
        [...resources, ...outcomes].map(({ key, scope }) => [key, { holder: survivor, scope }] as const),
      ),
    );
    const published = new Map(rows.map((row) => [row.key, row]));
    for (const key of places.keys()) {
      const row = this.rows.get(key);
      if (row !== undefined) published.set(key, row);
    }
    for (const change of changes(published.values(), outputs, this.rules.base)) {
      this.publish(change, places.get(change.key));
    }
    // What follows for another patient or in another session than before has moved, also where it says the same.
    for (const [key, place] of places) {
      const row = this.rows.get(key);
      if (row !== undefined) this.rows.set(key, { ...row, ...place });
    }
  }

  private factsOf(members: ReadonlySet<PatientKey>): Facts {
    const isAbout = (fact: Fact) => Object.keys(fact.statements).some((patient) => members.has(patient));
    return {
      facts: new Map([...this.facts.facts].filter(([, fact]) => isAbout(fact))),
      links: new Map([...this.facts.links].filter(([, { pair }]) => pair.some((patient) => members.has(patient)))),
      patients: new Map([...this.facts.patients].filter(([patient]) => members.has(patient))),
    };
  }

  private publish(change: Change, place: Place | undefined): void {
    const { key } = change;
    const before = this.rows.get(key);
    const revision = (before?.revision ?? 0) + 1;
    const isRetracted = !('derived' in change);
    const digest = 'derived' in change ? change.digest : (before?.digest ?? '');
    const retraction = change.kind === 'resource' ? change.derived.retraction : (before?.retraction ?? null);
    const { holder, scope } = place ?? before ?? { holder: '', scope: '' };
    this.rows.set(key, { key, holder, scope, digest, isRetracted, retraction, revision });
    this.sent.push({ key, revision, ...(isRetracted ? {} : { digest }), change });
  }
}
