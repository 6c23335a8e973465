import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The resource of a desired record, at the revision that the record has: both are written in one statement. */
@Entity('desired_bodies')
export class DesiredBodyEntity {
  @PrimaryColumn('text')
  declare key: string;

  /** JSON text: it is only ever sent, so PostgreSQL has no need to understand it. */
  @Column('text')
  declare body: string;
}
