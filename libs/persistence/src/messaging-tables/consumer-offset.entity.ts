import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Where a consumer group goes on in a partition; moves in the same transaction as the state. */
@Entity('consumer_offsets')
export class ConsumerOffset {
  @PrimaryColumn('text', { name: 'group_id' })
  declare groupId: string;

  @PrimaryColumn('text')
  declare topic: string;

  @PrimaryColumn('integer')
  declare partition: number;

  /** The next offset to read, as a decimal number. */
  @Column('bigint', { name: 'next_offset' })
  declare nextOffset: string;

  /** Offset of the last record that was decided: gaps between offsets are normal, so it is not always `next - 1`. */
  @Column('bigint', { name: 'last_offset', nullable: true })
  declare lastOffset: string | null;

  /** Digest of the record at `lastOffset`: another record there means another log under the same name. */
  @Column('text', { nullable: true })
  declare fingerprint: string | null;
}
