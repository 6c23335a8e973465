import type { DesiredRecord } from '@ilium/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { patientRecordsSql } from './sql.js';

const resource = z.looseObject({ resourceType: z.string(), id: z.string() });

interface Row {
  readonly key: string;
  readonly revision: number;
  readonly body: string;
}

/** All that the target is told of some patients, as `desired_records` has it. */
export async function patientRecords(
  manager: EntityManager,
  target: string,
  patients: readonly string[],
): Promise<DesiredRecord[]> {
  const rows: Row[] = await manager.query(patientRecordsSql, [patients.map((patient) => `Patient?${patient}`), target]);
  return rows.map(({ key, revision, body }) => ({ key, revision, resource: resource.parse(JSON.parse(body)) }));
}
