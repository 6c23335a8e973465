import type { OutcomeStatus } from '@ilium/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A retraction takes everything back but the key: it stays as a row, so that an older revision cannot revive it. */
export type FactStatus = OutcomeStatus | 'entered-in-error';

/**
 * What is known under one key, at its highest revision. A retracted fact says nothing: its texts are empty and its
 * figures null.
 */
@Entity('outcome_facts')
export class OutcomeFact {
  @PrimaryColumn('uuid')
  declare key: string;

  /** The mapper's clock in µs at the least, so it fits a double exactly. */
  @Column('bigint')
  declare revision: number;

  /** The Kafka partition that brought the fact, and the rollup rows that hold it. */
  @Column('integer')
  declare shard: number;

  @Column('text')
  declare status: FactStatus;

  @Column('text', { name: 'procedure_type' })
  declare procedureType: string;

  @Column('text')
  declare measure: string;

  @Column('text')
  declare family: string;

  @Column('text')
  declare window: string;

  /** Month of the session, `2026-03`. */
  @Column('text')
  declare period: string;

  @Column('uuid', { nullable: true })
  declare session: string | null;

  @Column('text', { name: 'pain_location', nullable: true })
  declare painLocation: string | null;

  @Column('text', { nullable: true })
  declare recall: string | null;

  @Column('text', { name: 'rules_version', nullable: true })
  declare rulesVersion: string | null;

  @Column('text', { name: 'baseline_band', nullable: true })
  declare baselineBand: 'zero' | 'low' | 'usual' | null;

  @Column('double precision', { nullable: true })
  declare baseline: number | null;

  @Column('double precision', { nullable: true })
  declare value: number | null;

  /** Thousandths of the measure's unit: whole numbers add up the same in any order. */
  @Column('integer', { name: 'better_by_thousandths', nullable: true })
  declare betterByThousandths: number | null;

  /** Thousandths of a percent of the baseline. */
  @Column('integer', { name: 'percent_better_thousandths', nullable: true })
  declare percentBetterThousandths: number | null;

  @Column('boolean', { nullable: true })
  declare improved: boolean | null;

  @Column('boolean', { nullable: true })
  declare over50: boolean | null;

  @Column('boolean', { name: 'at_least50', nullable: true })
  declare atLeast50: boolean | null;

  @Column('boolean', { name: 'at_least75', nullable: true })
  declare atLeast75: boolean | null;
}
