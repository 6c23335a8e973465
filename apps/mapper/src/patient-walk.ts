import type { PatientKey } from '@ilium/clinical';
import { wantsRepeat, type Outgoing, type OutboxSender } from '@ilium/messaging';
import { setTimeout as pause } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';

/** The next patients of a walk, after the last one, in key order. */
export type NextPatients = (manager: EntityManager, after: PatientKey, limit: number) => Promise<readonly PatientKey[]>;

export type PatientStep = (manager: EntityManager, patients: readonly PatientKey[]) => Promise<readonly Outgoing[]>;

/** Few enough that a batch of events never waits long for their locks. */
const patientsAtOnce = 100;
const mostRepeats = 10;
const pauseMs = 20;

export interface WalkOptions {
  readonly onProgress?: (patients: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Walks over patients in small transactions, on the path that events take too, and no faster than Kafka takes what they
 * publish. It can be stopped and begun again at any time. Returns how many patients it has seen.
 */
export async function walkPatients(
  outbox: OutboxSender,
  next: NextPatients,
  step: PatientStep,
  { onProgress, signal }: WalkOptions = {},
): Promise<number> {
  let after: PatientKey = '';
  let seen = 0;
  for (;;) {
    while (!(await outbox.hasRoom())) if (signal?.aborted === true) return seen;
    const from = after;
    const patients = await repeating(() =>
      outbox.transact(async (manager) => {
        const found = await next(manager, from, patientsAtOnce);
        return { result: found, publish: found.length === 0 ? [] : await step(manager, found) };
      }),
    );
    const last = patients.at(-1);
    if (last === undefined) return seen;
    after = last;
    seen += patients.length;
    onProgress?.(seen);
    if (signal?.aborted === true) return seen;
    // Events go first.
    await pause(pauseMs);
  }
}

/** Somebody else was faster with one of the patients: looks again, later each time. */
async function repeating<T>(run: () => Promise<T>): Promise<T> {
  for (let repeats = 0; ; repeats += 1) {
    try {
      return await run();
    } catch (error) {
      if (!wantsRepeat(error) || repeats >= mostRepeats) throw error;
      await pause(pauseMs * 2 ** repeats * Math.random());
    }
  }
}

function patientKeys(rows: readonly { readonly patient_key: string }[]): readonly PatientKey[] {
  return rows.map((row) => row.patient_key);
}

/** Patients for whom a window opens or closes by this day. */
export function dueBy(day: string): NextPatients {
  return async (manager, after, limit) =>
    patientKeys(
      await manager.query(
        `SELECT patient_key FROM patients WHERE due_day <= $1 AND patient_key > $2 ORDER BY patient_key LIMIT $3`,
        [day, after, limit],
      ),
    );
}

/** Patients derived under older rules than these. */
export function derivedBefore(rulesOrdinal: number): NextPatients {
  return async (manager, after, limit) =>
    patientKeys(
      await manager.query(
        `SELECT patient_key FROM patients WHERE rules_ordinal < $1 AND patient_key > $2 ORDER BY patient_key LIMIT $3`,
        [rulesOrdinal, after, limit],
      ),
    );
}

/** Rules of the same site file that are older than these; 0 stands for a store of an older form. */
const olderOfFile = `
  SELECT 0 UNION ALL
  SELECT older.ordinal FROM rules_versions older JOIN rules_versions mine USING (file)
   WHERE mine.ordinal = $1 AND older.ordinal < $1`;

/** Patients of whom a code has got a meaning since they were derived. */
export function heldByResolved(rulesOrdinal: number): NextPatients {
  return async (manager, after, limit) =>
    patientKeys(
      await manager.query(
        // Each code by the index on its own, in order: a patient may wait on many, and many patients on each.
        `SELECT DISTINCT patient_key
           FROM code_resolutions said
          CROSS JOIN LATERAL (
             SELECT DISTINCT waiting.patient_key
               FROM unmapped_codes waiting JOIN patients USING (patient_key)
              WHERE waiting.code_table = said.code_table AND waiting.code = said.code
                AND said.system IN ('', waiting.system)
                AND rules_ordinal < $1 AND waiting.patient_key > $2
              ORDER BY waiting.patient_key LIMIT $3
          ) held
          WHERE said.taken_back_at IS NULL
          ORDER BY patient_key LIMIT $3`,
        [rulesOrdinal, after, limit],
      ),
    );
}

/** Patients derived under the same site file, when less had been said of codes. */
export function derivedBeforeResolutions(rulesOrdinal: number): NextPatients {
  return async (manager, after, limit) =>
    patientKeys(
      await manager.query(
        `SELECT patient_key FROM patients
          WHERE rules_ordinal IN (${olderOfFile}) AND patient_key > $2 ORDER BY patient_key LIMIT $3`,
        [rulesOrdinal, after, limit],
      ),
    );
}

/** How many patients `derivedBeforeResolutions` finds. */
export async function countBeforeResolutions(manager: EntityManager, rulesOrdinal: number): Promise<number> {
  const rows: { count: number }[] = await manager.query(
    `SELECT count(*)::int AS count FROM patients WHERE rules_ordinal IN (${olderOfFile})`,
    [rulesOrdinal],
  );
  return rows[0]?.count ?? 0;
}

/** Of all instances one at a time: who comes second finds nobody, and looks again later. */
export function byOneInstance(next: NextPatients): NextPatients {
  return async (manager, after, limit) => {
    const rows: { is_mine: boolean }[] = await manager.query(
      `SELECT pg_try_advisory_xact_lock(hashtext('ilium mapper: what people said of codes')) AS is_mine`,
    );
    return rows[0]?.is_mine === true ? next(manager, after, limit) : [];
  };
}

export const everybody: NextPatients = async (manager, after, limit) =>
  patientKeys(
    await manager.query(`SELECT patient_key FROM patients WHERE patient_key > $1 ORDER BY patient_key LIMIT $2`, [
      after,
      limit,
    ]),
  );
