import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/** One row per message, with its fate: what makes redelivery and producers' duplicates harmless. */
@Entity('inbox')
@Index('inbox_received_at', { synchronize: false })
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

  @Column('timestamptz', { name: 'received_at', default: () => 'now()' })
  declare receivedAt: Date;
}
