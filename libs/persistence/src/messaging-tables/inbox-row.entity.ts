import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One row per message, with its fate: what makes redelivery and producers' duplicates harmless. */
@Entity('inbox')
@Index('inbox_taken_in_at', { synchronize: false })
export class InboxRow {
  @PrimaryColumn('text')
  declare source: string;

  @PrimaryColumn('text')
  declare id: string;

  @Column('text')
  declare topic: string;

  @Column('integer')
  declare partition: number;

  @Column('bigint')
  declare offset: string;

  /** Digest of the message's bytes. */
  @Column('text')
  declare digest: string;

  @Column('text')
  declare fate: string;

  /** Empty for `done`. */
  @Column('text', { default: '' })
  declare reason: string;

  /** The record's timestamp, which the producer may have set: of what hour the message counts. */
  @Column('timestamptz', { name: 'received_at' })
  declare receivedAt: Date;

  /** When this row was written, by our clock: what its age is counted from. */
  @Column('timestamptz', { name: 'taken_in_at', default: () => 'now()' })
  declare takenInAt: Date;
}
