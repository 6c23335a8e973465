import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CountAcknowledgedMessages1766830000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Of a message nearly all there is to come is that it was acknowledged, and that many are kept for years: so they are counted
    // as they become it. Several counters a target, or each settlement would wait for the commit of the one before it.
    await runner.query(`
      CREATE TABLE hl7_acknowledged (
        target text NOT NULL,
        slot smallint NOT NULL,
        count bigint NOT NULL,
        PRIMARY KEY (target, slot)
      ) WITH (fillfactor = 10)`);
    // By triggers: an instance of the version before, or a hand, counts as well.
    await runner.query(`
      CREATE FUNCTION count_hl7_acknowledged() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'TRUNCATE' THEN
          DELETE FROM hl7_acknowledged;
        ELSIF TG_OP = 'INSERT' THEN
          INSERT INTO hl7_acknowledged (target, slot, count)
          SELECT target, id % 16, count(*) FROM now_there WHERE state = 'acknowledged' GROUP BY 1, 2 ORDER BY 1, 2
              ON CONFLICT (target, slot) DO UPDATE SET count = hl7_acknowledged.count + excluded.count;
        ELSIF TG_OP = 'DELETE' THEN
          UPDATE hl7_acknowledged AS counted SET count = counted.count - gone.count
            FROM (SELECT target, id % 16 AS slot, count(*) FROM there_before WHERE state = 'acknowledged' GROUP BY 1, 2) AS gone
           WHERE counted.target = gone.target AND counted.slot = gone.slot;
        ELSE
          INSERT INTO hl7_acknowledged (target, slot, count)
          SELECT target, id % 16, sum(change)
            FROM (SELECT target, id, 1 AS change FROM now_there WHERE state = 'acknowledged'
                   UNION ALL
                  SELECT target, id, -1 FROM there_before WHERE state = 'acknowledged') AS changes
           GROUP BY 1, 2 HAVING sum(change) <> 0 ORDER BY 1, 2
              ON CONFLICT (target, slot) DO UPDATE SET count = hl7_acknowledged.count + excluded.count;
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query(`LOCK TABLE hl7_outgoing IN SHARE ROW EXCLUSIVE MODE`);
    await runner.query(`
      INSERT INTO hl7_acknowledged (target, slot, count)
      SELECT target, id % 16, count(*) FROM hl7_outgoing WHERE state = 'acknowledged' GROUP BY 1, 2`);
    for (const [name, event, rows] of [
      ['inserted', 'INSERT', 'NEW TABLE AS now_there'],
      ['updated', 'UPDATE', 'NEW TABLE AS now_there OLD TABLE AS there_before'],
      ['deleted', 'DELETE', 'OLD TABLE AS there_before'],
    ])
      await runner.query(`
        CREATE TRIGGER hl7_acknowledged_${name} AFTER ${event} ON hl7_outgoing REFERENCING ${rows}
          FOR EACH STATEMENT EXECUTE FUNCTION count_hl7_acknowledged()`);
    await runner.query(`
      CREATE TRIGGER hl7_acknowledged_truncated AFTER TRUNCATE ON hl7_outgoing
        FOR EACH STATEMENT EXECUTE FUNCTION count_hl7_acknowledged()`);
    await runner.query(`
      CREATE INDEX hl7_outgoing_unacknowledged ON hl7_outgoing (target, state) WHERE state <> 'acknowledged'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX hl7_outgoing_unacknowledged`);
    for (const name of ['inserted', 'updated', 'deleted', 'truncated'])
      await runner.query(`DROP TRIGGER hl7_acknowledged_${name} ON hl7_outgoing`);
    await runner.query(`DROP FUNCTION count_hl7_acknowledged`);
    await runner.query(`DROP TABLE hl7_acknowledged`);
  }
}
