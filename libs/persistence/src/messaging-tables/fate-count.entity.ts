import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How many messages of a partition ended in which fate, by the hour in which they were received. */
@Entity('fate_counts')
export class FateCount {
  @PrimaryColumn('text')
  declare topic: string;

  @PrimaryColumn('integer')
  declare partition: number;

  @PrimaryColumn('timestamptz')
  declare hour: Date;

  @PrimaryColumn('text')
  declare fate: string;

  /** Empty for `done`. */
  @PrimaryColumn('text')
  declare reason: string;

  @Column('bigint')
  declare count: string;
}
