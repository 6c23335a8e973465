import { Column, Entity, PrimaryColumn } from 'typeorm';

/**
 * How many facts there are of one kind, and how they answer. One row per shard, so that partitions never wait for each
 * other; summed on read. Columns: the dimensions, then the counters of `counters.ts`.
 */
@Entity('outcome_rollups')
export class Rollup {
  @PrimaryColumn('text', { name: 'procedure_type' })
  declare procedureType: string;

  @PrimaryColumn('text')
  declare measure: string;

  @PrimaryColumn('text')
  declare family: string;

  @PrimaryColumn('text')
  declare window: string;

  @PrimaryColumn('text')
  declare period: string;

  @PrimaryColumn('integer')
  declare shard: number;

  @Column('bigint')
  declare open: number;

  @Column('bigint')
  declare observed: number;

  @Column('bigint')
  declare missing: number;

  @Column('bigint')
  declare superseded: number;

  @Column('bigint')
  declare retracted: number;

  @Column('bigint')
  declare rated: number;

  @Column('bigint', { name: 'low_baseline' })
  declare lowBaseline: number;

  @Column('bigint', { name: 'no_percentage' })
  declare noPercentage: number;

  @Column('bigint')
  declare improved: number;

  @Column('bigint')
  declare over50: number;

  @Column('bigint', { name: 'at_least50' })
  declare atLeast50: number;

  @Column('bigint', { name: 'at_least75' })
  declare atLeast75: number;

  @Column('bigint', { name: 'better_by_thousandths' })
  declare betterByThousandths: number;

  @Column('bigint', { name: 'percent_better_thousandths' })
  declare percentBetterThousandths: number;
}
