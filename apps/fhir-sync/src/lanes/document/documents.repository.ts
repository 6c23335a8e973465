import type { DesiredResource } from '@ilium/contracts';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { documentType } from '../../desired/routes.js';
import type { StoredDocument } from './stored-document.js';
import {
  bodiesSql,
  dropSql,
  followedSql,
  foundSessionSql,
  hasDocumentsSql,
  isAtRestSql,
  leftSql,
  lockedSql,
  lockPatientsSql,
  lookAgainSql,
  patientsSql,
  storedSql,
  tellSql,
  toldSql,
  writeSql,
} from './sql.js';

/** A document as it is to be sent. */
export interface DocumentRow extends Pick<
  StoredDocument,
  'key' | 'patient' | 'digest' | 'isOver' | 'told' | 'replaces' | 'former' | 'revision' | 'serverId'
> {
  readonly site: string | null;
  readonly resource: DesiredResource;
}

/** How far a document is that tells of a record. */
export type ToldState = Pick<StoredDocument, 'state' | 'reason' | 'told'>;

/** A document whose records go to the target in another way now. */
export interface LeftDocument {
  readonly key: string;
  readonly told: readonly string[];
  /** All of them are there. */
  readonly isThere: boolean;
}

/** Documents of these patients, that tell of these records, or with these keys. */
export interface Concerned {
  readonly patients: readonly string[];
  readonly records: readonly string[];
  readonly keys: readonly string[];
}

const resource = z.looseObject({ resourceType: z.string(), id: z.string() });

/** What is stored of the documents of a target, in one transaction. */
export class DocumentsRepository {
  constructor(
    private readonly manager: EntityManager,
    private readonly target: string,
    private readonly lane: 'repository' | 'create-only',
  ) {}

  /** In one order, so that no two wait for each other. */
  async lock(patients: readonly string[]): Promise<void> {
    await this.manager.query(lockPatientsSql, [this.target, patients.toSorted()]);
  }

  async patientsOf(keys: readonly string[]): Promise<readonly string[]> {
    const rows: { patient: string }[] = await this.manager.query(patientsSql, [this.target, keys]);
    return rows.map(({ patient }) => patient);
  }

  stored({ patients, records, keys }: Concerned): Promise<readonly StoredDocument[]> {
    return this.manager.query(storedSql, [this.target, patients, records, keys, this.lane]);
  }

  /** None of them is sent, and no answer taken in, until the transaction is over. */
  locked({ patients, records, keys }: Concerned): Promise<readonly StoredDocument[]> {
    return this.manager.query(lockedSql, [this.target, patients, records, keys, this.lane]);
  }

  told(records: readonly string[]): Promise<readonly ToldState[]> {
    return this.manager.query(toldSql, [this.target, records]);
  }

  async resources(keys: readonly string[]): Promise<ReadonlyMap<string, DesiredResource>> {
    const rows: { key: string; body: string }[] = await this.manager.query(bodiesSql, [keys]);
    return new Map(rows.map(({ key, body }) => [key, resource.parse(JSON.parse(body))]));
  }

  async write(row: DocumentRow): Promise<void> {
    const { key, patient, digest, isOver, told, replaces, former } = row;
    await this.manager.query(writeSql, [
      this.target,
      ...[key, patient, digest, isOver, told, replaces, former],
      ...[this.lane, documentType, row.site, row.revision, JSON.stringify(row.resource), row.serverId],
    ]);
  }

  async drop(keys: readonly string[]): Promise<void> {
    if (keys.length > 0) await this.manager.query(dropSql, [this.target, keys]);
  }

  async tell({ key, told }: Pick<StoredDocument, 'key' | 'told'>): Promise<void> {
    await this.manager.query(tellSql, [this.target, key, told]);
  }

  /** Patient by patient. */
  async followed(records: readonly string[]): Promise<readonly (readonly string[])[]> {
    const rows: { keys: string[] }[] = await this.manager.query(followedSql, [this.target, records]);
    return rows.map(({ keys }) => keys);
  }

  async lookAgain(records: readonly string[]): Promise<void> {
    await this.manager.query(lookAgainSql, [this.target, records]);
  }

  /** Whether any of these records of documents would not come again by itself. */
  async isAnyAtRest(records: readonly string[]): Promise<boolean> {
    if (records.length === 0) return false;
    const [row]: { isAtRest: boolean }[] = await this.manager.query(isAtRestSql, [this.target, records]);
    return row?.isAtRest === true;
  }

  async hasAny(): Promise<boolean> {
    const [row]: { isThere: boolean }[] = await this.manager.query(hasDocumentsSql, [this.target]);
    return row?.isThere === true;
  }

  left(): Promise<readonly LeftDocument[]> {
    return this.manager.query(leftSql, [this.target]);
  }

  async foundSession(records: readonly string[]): Promise<void> {
    await this.manager.query(foundSessionSql, [this.target, records]);
  }
}
