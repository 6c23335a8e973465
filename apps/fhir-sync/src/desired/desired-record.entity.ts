import type { RecordState } from '@ilium/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a target should hold under one key, and how far we are with it. */
@Entity('desired_records')
export class DesiredRecordEntity {
  /** Its name in the site file. */
  @PrimaryColumn('text')
  declare target: string;

  /** `Procedure/p1f…` */
  @PrimaryColumn('text')
  declare key: string;

  @Column('text', { name: 'resource_type' })
  declare resourceType: string;

  @Column('bigint')
  declare revision: string;

  /** Length of its body. */
  @Column('integer')
  declare bytes: number;

  /** The patient it is about, or is; null where it is about none. */
  @Column('text', { nullable: true })
  declare subject: string | null;

  /** Keys of the records of ours that it refers to. */
  @Column('text', { array: true, name: 'refers_to' })
  declare refersTo: string[];

  /** Its status is entered-in-error. */
  @Column('boolean')
  declare retracted: boolean;

  @Column('text')
  declare state: RecordState;

  /** Why it waits, was refused or has to be sent again. */
  @Column('text', { nullable: true })
  declare reason: string | null;

  /** Repetitions of this revision. An outage of the server uses up none. */
  @Column('integer', { default: 0 })
  declare attempts: number;

  /** Null while there is nothing to be tried: delivered or refused. */
  @Column('timestamptz', { name: 'next_attempt_at', nullable: true })
  declare nextAttemptAt: Date | null;

  @Column('uuid', { name: 'lease_id', nullable: true })
  declare leaseId: string | null;

  /** By the clock of the database. */
  @Column('timestamptz', { name: 'lease_until', nullable: true })
  declare leaseUntil: Date | null;

  /** The highest revision that the server is known to hold. */
  @Column('bigint', { name: 'delivered_revision', nullable: true })
  declare deliveredRevision: string | null;

  /** The first revision that the server took; null where that was before anybody wrote it down. */
  @Column('bigint', { name: 'first_revision', nullable: true })
  declare firstRevision: string | null;

  @Column('text', { name: 'server_version', nullable: true })
  declare serverVersion: string | null;

  /**
   * A request for it got no answer, and the server may apply it until then, whatever was sent since: no `If-Match` guards
   * a record of which no version is known.
   */
  @Column('timestamptz', { name: 'doubt_until', nullable: true })
  declare doubtUntil: Date | null;

  /** The OperationOutcome of a refusal, as JSON text. May hold patient data. */
  @Column('text', { nullable: true })
  declare outcome: string | null;

  /** Whose record it is; null where it isn't said. */
  @Column('text', { nullable: true })
  declare site: string | null;

  @Column('text')
  declare lane: string;

  /** When this revision came. */
  @Column('timestamptz', { name: 'revised_at' })
  declare revisedAt: Date;

  /** Where the server has it (`Procedure/17`), where the server chose the id. */
  @Column('text', { name: 'server_id', nullable: true })
  declare serverId: string | null;

  /** Of the content that the server has from us, or may have. */
  @Column('text', { name: 'sent_digest', nullable: true })
  declare sentDigest: string | null;

  /** What others added stands in it there: it is read before it is written. */
  @Column('boolean', { name: 'is_shared', default: false })
  declare isShared: boolean;

  /** Keys of records that it names by identifier only, since the target did not have them when it was sent. */
  @Column('text', { array: true, name: 'named_only', nullable: true })
  declare namedOnly: string[] | null;

  /** The version on the server whose changes by others were left in place, for a person to look at. */
  @Column('text', { name: 'left_version', nullable: true })
  declare leftVersion: string | null;

  /**
   * What others changed up to this version is overruled: a person said so, or had it repaired. Empty: whatever is there, since
   * no version was told. It holds until a write of ours is taken.
   */
  @Column('text', { name: 'overruled_version', nullable: true })
  declare overruledVersion: string | null;

  /** A create was about to be sent then, and nobody knows what became of it. */
  @Column('timestamptz', { name: 'intent_at', nullable: true })
  declare intentAt: Date | null;

  /** The first create that was about to be sent since anything was known; null: at some time before. */
  @Column('timestamptz', { name: 'intent_since', nullable: true })
  declare intentSince: Date | null;
}
