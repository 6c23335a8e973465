import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * `done` used to say of any record that somebody had entered it by hand, also of one that is there under our own id: each
 * correction of it was for a person from then on. The server has told a version of such a record. Where it has told none, nobody
 * knows which of the two it is: a correction that a person looks at is better than a second record in the chart.
 */
export class ClearEnteredByHand1766850000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    // Corrections that came since go by themselves; what others changed there is judged then.
    await runner.query(`
      UPDATE desired_records
         SET entered_by_hand = false,
             state = CASE WHEN ${isHeld} THEN 'pending' ELSE state END,
             reason = CASE WHEN ${isHeld} THEN NULL ELSE reason END,
             attempts = CASE WHEN ${isHeld} THEN 0 ELSE attempts END,
             next_attempt_at = CASE WHEN ${isHeld} THEN now() ELSE next_attempt_at END
       WHERE entered_by_hand AND lane = 'repository' AND server_id IS NULL AND server_version IS NOT NULL`);
  }

  /** What was wrong is not restored. */
  async down(): Promise<void> {
    return;
  }
}

const isHeld = `state = 'by-hand' AND reason IN ('correction', 'retraction')`;
