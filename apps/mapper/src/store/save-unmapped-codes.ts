import type { PatientKey, PatientOutputs, Scope } from '@ilium/clinical';
import type { EntityManager } from 'typeorm';

/** A place whose work was derived; without a scope the whole patient. */
export interface Looked {
  readonly patient_key: PatientKey;
  readonly scope: Scope | undefined;
}

/** Notes which facts wait on which codes. Work on a code is about one fact, which is its scope. */
export async function saveUnmappedCodes(
  manager: EntityManager,
  derivations: readonly { readonly outputs: Pick<PatientOutputs, 'survivor' | 'work'> }[],
  looked: readonly Looked[],
): Promise<void> {
  const codes = derivations.flatMap(({ outputs: { survivor, work } }) =>
    work.flatMap(({ facts: [fact_key], codes: waiting }) =>
      waiting.map(({ key, table, field, system = '', code }) => {
        return { patient_key: survivor, fact_key, code_key: key, code_table: table, field, system, code };
      }),
    ),
  );
  await manager.query(
    `WITH present AS (
       SELECT * FROM json_to_recordset($2::json) AS row (patient_key text, fact_key text, code_key text,
                                                         code_table text, field text, system text, code text)
     ), gone AS (
       DELETE FROM unmapped_codes known
        USING json_to_recordset($1::json) AS looked (patient_key text, scope text)
        WHERE known.patient_key = looked.patient_key
          AND (looked.scope IS NULL OR looked.scope = known.fact_key)
          AND (known.patient_key, known.fact_key, known.code_key)
              NOT IN (SELECT patient_key, fact_key, code_key FROM present)
     )
     INSERT INTO unmapped_codes (patient_key, fact_key, code_key, code_table, field, system, code, site)
     SELECT DISTINCT ON (patient_key, fact_key, code_key) present.patient_key, fact_key, code_key, code_table, field,
            system, code, facts.origin #>> '{feed,site}'
       FROM present JOIN facts USING (fact_key)
      ORDER BY patient_key, fact_key, code_key, field
         ON CONFLICT DO NOTHING`,
    [JSON.stringify(looked), JSON.stringify(codes)],
  );
}
