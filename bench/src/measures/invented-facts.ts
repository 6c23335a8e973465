import type { Client } from 'pg';

/**
 * Facts by SQL, since a hospital of so many would take hours to simulate. Invented: what matters is how many there are of
 * each kind, in as many groups as a large clinic has over five years. Of each session: three measures in eight windows, and a
 * duration of relief.
 */
const factsPerSession = 25;

export async function inventFacts(client: Client, facts: number): Promise<void> {
  // Many rows, and nothing that would have to survive a crash.
  await client.query('SET synchronous_commit = off');
  await client.query('SELECT setseed(0.42)');
  await client.query(sessionsSql, [Math.ceil(facts / factsPerSession)]);
  await client.query(scoresSql);
  await client.query(reliefsSql);
  await client.query('DROP TABLE bench_sessions');
  await client.query('ANALYZE outcome_facts');
}

const oneOf = (words: readonly string[]): string =>
  `(ARRAY[${words.map((word) => `'${word}'`).join(', ')}])[1 + floor(random() * ${words.length})::int]`;

const sessionsSql = `
  CREATE TEMP TABLE bench_sessions AS
  SELECT gen_random_uuid() AS session,
         ${oneOf([
           ...Array<string>(4).fill('si-joint-injection'),
           ...Array<string>(2).fill('facet-injection'),
           ...Array<string>(2).fill('epidural-injection'),
           ...['si-joint-rfa', 'facet-rfa', 'si-joint-fusion'],
         ])} AS type,
         to_char(date '2022-01-01' + (random() * 1800)::int, 'YYYY-MM') AS period,
         (random() * 5)::int AS shard,
         jsonb_build_object(
           'agents', ${oneOf(['both', 'both', 'both', 'steroid'])},
           'intent', ${oneOf(['therapeutic', 'both', 'unknown'])},
           'isIndex', random() < 0.6,
           'sides', ${oneOf(['left', 'right', 'both'])},
           'sex', ${oneOf(['female', 'male'])},
           'ageBand', ${oneOf(['under-40', '40-49', '50-59', '60-69', '70-79', '80-or-over'])},
           'guidance', ${oneOf(['fluoroscopy', 'fluoroscopy', 'ct', 'ultrasound'])},
           'steroid', ${oneOf(['triamcinolone', 'methylprednisolone', 'dexamethasone'])},
           'reasons', '[]'::jsonb,
           'priorTreatments', ${oneOf(['[]', '["medication"]', '["medication", "physical-therapy"]', '["injection"]'])}::jsonb) AS strata
    FROM generate_series(1, $1::int)`;

/** Of a baseline and a change, as whole points. */
const result = (sql: string): string => `CASE WHEN is_observed THEN ${sql} END`;

const scoresSql = `
  INSERT INTO outcome_facts
         (key, revision, shard, status, kind, procedure_type, measure, family, "window", period, session, pain_location, recall,
          strata, baseline_band, origin, baseline, value, better_by_thousandths, percent_better_thousandths, improved,
          improved_by_points, over50, at_least50, at_least75, rules_version)
  SELECT gen_random_uuid(), 1, shard, CASE WHEN is_observed THEN 'observed' ELSE 'missing' END, 'score', type, measure, family,
         "window", period, session, location, recall, strata,
         ${result(`'usual'`)}, ${result(`'computed'`)}, ${result('before')}, ${result('before - better')},
         ${result('better * 1000')}, ${result('round(100000.0 * better / before)')}, ${result('better * 10 >= 3 * before')},
         ${result('better >= 2')}, ${result('better * 2 > before')}, ${result('better * 2 >= before')},
         ${result('better * 4 >= 3 * before')}, 'bench'
    FROM (SELECT session.*, scale.*, "window", random() < 0.72 AS is_observed,
                 lowest + floor(random() * (highest - lowest))::int AS before, floor(random() * lowest)::int AS better
            FROM bench_sessions AS session
           CROSS JOIN (VALUES ('nrs', 'pain', 'overall', '7d', 4, 11), ('odi', 'function', NULL, NULL, 20, 60),
                              ('promis-physical-health', 'quality-of-life', NULL, '7d', 30, 50))
                   AS scale (measure, family, location, recall, lowest, highest)
           CROSS JOIN unnest(ARRAY['W1', 'W2', 'W6', 'M3', 'M6', 'M12', 'M24', 'Y3']) AS "window") AS score`;

const reliefsSql = `
  INSERT INTO outcome_facts (key, revision, shard, status, kind, procedure_type, measure, family, "window", period, session, strata,
                             kind_result, rules_version)
  SELECT gen_random_uuid(), 1, shard, 'observed', 'relief-duration', type, 'nrs', 'pain', '', period, session, strata,
         CASE WHEN chance < 0.3 THEN jsonb_build_object('end', 'non-responder', 'lastDayWith', 0, 'firstDayWithout', 0)
              WHEN chance < 0.5 THEN jsonb_build_object('end', 'censored', 'lastDayWith', last, 'firstDayWithout', NULL)
              ELSE jsonb_build_object('end', 'score-below', 'lastDayWith', last, 'firstDayWithout', last + 1 + visit) END
           || '{"baselineBand": "usual"}', 'bench'
    FROM (SELECT *, random() AS chance, 7 * (random() * 40)::int AS last, 7 * (random() * 8)::int AS visit
            FROM bench_sessions) AS relief`;
