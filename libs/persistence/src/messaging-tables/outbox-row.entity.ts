import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** What one batch publishes, written in its transaction; deleted once the sender has published it. */
@Entity('outbox')
export class OutboxRow {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' })
  declare id: string;

  @Column('timestamptz', { name: 'created_at', default: () => 'now()' })
  declare createdAt: Date;

  /** The records, as the messaging library writes and reads them. */
  @Column('text')
  declare records: string;
}
