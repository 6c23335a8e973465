import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CountAcknowledgedMessages1766730000000 implements MigrationInterface {
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
    // By a trigger: an instance of the version before, or a hand, counts as well.
    await runner.query(`
      CREATE FUNCTION count_hl7_acknowledged() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        IF TG_OP = 'TRUNCATE' THEN
          DELETE FROM hl7_acknowledged;
        ELSIF TG_OP <> 'INSERT' AND OLD.state = 'acknowledged' THEN
          UPDATE hl7_acknowledged SET count = count - 1 WHERE target = OLD.target AND slot = OLD.id % 16;
        ELSE
          INSERT INTO hl7_acknowledged (target, slot, count) VALUES (NEW.target, NEW.id % 16, 1)
              ON CONFLICT (target, slot) DO UPDATE SET count = hl7_acknowledged.count + 1;
        END IF;
        RETURN NULL;
      END $$`);
    await runner.query(`LOCK TABLE hl7_outgoing IN SHARE ROW EXCLUSIVE MODE`);
    await runner.query(`
      INSERT INTO hl7_acknowledged (target, slot, count)
      SELECT target, id % 16, count(*) FROM hl7_outgoing WHERE state = 'acknowledged' GROUP BY 1, 2`);
    await runner.query(`
      CREATE TRIGGER hl7_acknowledged_inserted AFTER INSERT ON hl7_outgoing
        FOR EACH ROW WHEN (NEW.state = 'acknowledged') EXECUTE FUNCTION count_hl7_acknowledged()`);
    await runner.query(`
      CREATE TRIGGER hl7_acknowledged_updated AFTER UPDATE OF state ON hl7_outgoing
        FOR EACH ROW WHEN ((OLD.state = 'acknowledged') <> (NEW.state = 'acknowledged'))
        EXECUTE FUNCTION count_hl7_acknowledged()`);
    await runner.query(`
      CREATE TRIGGER hl7_acknowledged_deleted AFTER DELETE ON hl7_outgoing
        FOR EACH ROW WHEN (OLD.state = 'acknowledged') EXECUTE FUNCTION count_hl7_acknowledged()`);
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
