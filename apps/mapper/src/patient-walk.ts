import type { PatientKey } from '@ilium/clinical';
import { OutboxSender, RepeatBatch, type Outgoing } from '@ilium/messaging';
import type { EntityManager } from 'typeorm';

/** The next patients of a walk, after the last one, in key order. */
export type NextPatients = (manager: EntityManager, after: PatientKey, limit: number) => Promise<readonly PatientKey[]>;

export type PatientStep = (manager: EntityManager, patients: readonly PatientKey[]) => Promise<readonly Outgoing[]>;

/** Few enough that a batch of events never waits long for their locks. */
const patientsAtOnce = 100;
const mostRepeats = 10;

/**
 * Walks over patients in small transactions, on the path that events take too. It can be stopped and begun again at any
 * time. Returns how many patients it has seen.
 */
export async function walkPatients(
  outbox: OutboxSender,
  next: NextPatients,
  step: PatientStep,
  onProgress: (patients: number) => void = () => {},
  signal?: AbortSignal,
): Promise<number> {
  let after: PatientKey = '';
  let seen = 0;
  let repeats = 0;
  for (;;) {
    if (signal?.aborted === true) break;
    try {
      const from = after;
      const patients = await outbox.transact(async (manager) => {
        const found = await next(manager, from, patientsAtOnce);
        return { result: found, publish: found.length === 0 ? [] : await step(manager, found) };
      });
      if (patients.length === 0) break;
      after = patients.at(-1) ?? after;
      seen += patients.length;
      repeats = 0;
      onProgress(seen);
    } catch (error) {
      // Somebody else was faster with one of them: look again.
      if (!(error instanceof RepeatBatch) || repeats >= mostRepeats) throw error;
      repeats += 1;
    }
  }
  return seen;
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

export const everybody: NextPatients = async (manager, after, limit) =>
  patientKeys(
    await manager.query(`SELECT patient_key FROM patients WHERE patient_key > $1 ORDER BY patient_key LIMIT $2`, [
      after,
      limit,
    ]),
  );
