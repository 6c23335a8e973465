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

/** $1 subjects, $2 target, $3 lane (null: any), $4 the type of what is made of records. */
const patientRecordsSql = `
  SELECT key, revision::float8 AS revision, body, subject, site, lane, state IN ('delivered', 'native') AS "isThere"
    FROM desired_records JOIN desired_bodies USING (key)
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
