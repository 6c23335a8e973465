import type { DesiredRecord } from '@ilium/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { documentType, type RecordLane } from './routes.js';

const resource = z.looseObject({ resourceType: z.string(), id: z.string() });

/** A record of a patient, as a target is to have it. */
export interface PatientRecord extends DesiredRecord {
  /** Its patient, as `desired_records` names them. */
  readonly subject: string;
  readonly site: string | null;
  readonly lane: RecordLane;
  /** The target has this revision of it. */
  readonly isThere: boolean;
}

type Row = Omit<PatientRecord, 'resource'> & { readonly body: string };

/** Of a row `record`: the target has it, and nothing of it waits to be read back. */
export const isThereSql = `(record.state IN ('delivered', 'native') AND NOT EXISTS (
    SELECT FROM read_backs AS read WHERE read.target = record.target AND read.key = record.key AND read.due_at IS NOT NULL))`;

/** $1 subjects, $2 target, $3 lane (null: any), $4 the type of what is made of records. */
const patientRecordsSql = `
  SELECT key, revision::float8 AS revision, body, subject, site, lane, ${isThereSql} AS "isThere"
    FROM desired_records AS record JOIN desired_bodies USING (key)
   WHERE subject = ANY ($1::text[]) AND target = $2 AND ($3::text IS NULL OR lane = $3) AND resource_type <> $4`;

/** All records of some patients that a target is to have, by one lane or by any. */
export async function patientRecords(
  manager: EntityManager,
  target: string,
  subjects: readonly string[],
  lane: RecordLane | null,
): Promise<PatientRecord[]> {
  const rows: Row[] = await manager.query(patientRecordsSql, [subjects, target, lane, documentType]);
  return rows.map(({ body, ...row }) => ({ ...row, resource: resource.parse(JSON.parse(body)) }));
}
