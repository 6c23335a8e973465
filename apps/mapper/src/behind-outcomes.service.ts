import { traceSession, type Fact, type Facts, type PatientKey } from '@ilium/clinical';
import type { BehindOutcome, SourceFact } from '@ilium/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { RulesInUse } from './rules-in-use.js';
import { loadAllFacts, loadPeople } from './store/known.repository.js';
import { withLinked } from './store/patient-locks.js';

/**
 * What stands behind an outcome of the statistics. Pseudonyms lead back here and nowhere else: what they stand for is
 * derived anew from the facts, by the rules that hold, and nothing is written.
 */
@Injectable()
export class BehindOutcomesService {
  constructor(
    private readonly dataSource: DataSource,
    private readonly inUse: RulesInUse,
  ) {}

  /** @param outcome a pseudonym. Undefined where it names none, or where the outcome follows from nothing any more. */
  behind(outcome: string): Promise<BehindOutcome | undefined> {
    return this.dataSource.transaction('REPEATABLE READ', async (manager) => {
      await manager.query('SET TRANSACTION READ ONLY');
      const named = await find(manager, outcome);
      if (named === undefined) return undefined;
      const facts = await knownOf(manager, named.patient);
      const { rules, ids, asOf } = this.inUse.current;
      const trace = traceSession(named.key, facts, rules, asOf(), ids);
      if (trace === undefined) return undefined;
      const revisions = await revisionsOf(
        manager,
        trace.resources.map(({ key }) => key),
      );
      return {
        episode: (await pseudonymOf(manager, trace.session)) ?? null,
        rulesVersion: rules.version,
        resources: trace.resources.map(({ key, resource }) => ({
          key,
          revision: revisions.get(key) ?? null,
          resource: { ...resource },
        })),
        sources: trace.facts.flatMap((key) => facts.facts.get(key) ?? []).map(toSource),
      };
    });
  }
}

async function find(
  manager: EntityManager,
  pseudonym: string,
): Promise<{ readonly key: string; readonly patient: PatientKey } | undefined> {
  const [row]: { key: string; patient: string }[] = await manager.query(
    `SELECT key, patient_key AS patient FROM pseudonyms JOIN published USING (key) WHERE pseudonym = $1`,
    [pseudonym],
  );
  return row;
}

async function knownOf(manager: EntityManager, patient: PatientKey): Promise<Facts> {
  const circle = await withLinked(manager, new Set([patient]));
  const { links, patients } = await loadPeople(manager, circle);
  const { facts } = await loadAllFacts(manager, circle);
  return { facts, links, patients };
}

async function revisionsOf(manager: EntityManager, keys: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows: { key: string; revision: string }[] = await manager.query(
    `SELECT key, revision FROM published WHERE key = ANY ($1)`,
    [keys],
  );
  return new Map(rows.map(({ key, revision }) => [key, Number(revision)]));
}

async function pseudonymOf(manager: EntityManager, key: string): Promise<string | undefined> {
  const [row]: { pseudonym: string }[] = await manager.query(`SELECT pseudonym FROM pseudonyms WHERE key = $1`, [key]);
  return row?.pseudonym;
}

/** In each layer stands what one message said, as far as no newer one has replaced it. */
function toSource({ kind, origin: { feed, identifier }, statements }: Fact): SourceFact {
  const versions = Object.values(statements).flatMap((layers) => layers.map(({ version }) => version));
  return {
    kind,
    feed,
    identifier: identifier ?? null,
    messages: versions
      .toSorted((a, b) => b[1] - a[1] || b[3] - a[3])
      .map(([, saidAt, , sequence]) => ({
        sequence: sequence === 0 ? null : String(sequence),
        saidAt: saidAt === 0 ? null : new Date(saidAt).toISOString(),
      })),
  };
}
