import type { DataSource } from 'typeorm';
import { whileDatabaseIsThere } from '../../source-messages/database-away.js';
import { headBytes, type Feeding, type Feedings } from './feedings.js';

/** Feedings in PostgreSQL, where messages are too. */
export class FeedingsRepository implements Feedings {
  constructor(private readonly dataSource: DataSource) {}

  async startsOf(file: { readonly manner: string; readonly head: string; readonly bytes: number }): Promise<Feeding[]> {
    const rows: FeedingRow[] = await whileDatabaseIsThere(() =>
      this.dataSource.query(
        `SELECT file, manner, head, digest, bytes, entries, refused_bytes, report_bytes
           FROM file_feedings
          WHERE manner = $1 AND (head = $2 OR bytes < $4) AND bytes <= $3`,
        [file.manner, file.head, file.bytes, headBytes],
      ),
    );
    return rows.map(toFeeding);
  }

  async save(feeding: Feeding): Promise<void> {
    const { file, manner, head, digest, bytes, entries, refusedBytes, reportBytes } = feeding;
    await whileDatabaseIsThere(() =>
      this.dataSource.query(
        `INSERT INTO file_feedings (file, manner, head, digest, bytes, entries, refused_bytes, report_bytes)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (file) DO UPDATE
            SET (head, digest, bytes, entries, refused_bytes, report_bytes, saved_at) =
                (EXCLUDED.head, EXCLUDED.digest, EXCLUDED.bytes, EXCLUDED.entries, EXCLUDED.refused_bytes,
                 EXCLUDED.report_bytes, now())`,
        [file, manner, head, digest, bytes, entries, refusedBytes, reportBytes],
      ),
    );
  }
}

/** As the driver hands it out: what may be larger than a number comes as text. */
interface FeedingRow {
  readonly file: string;
  readonly manner: string;
  readonly head: string;
  readonly digest: string;
  readonly bytes: string;
  readonly entries: string;
  readonly refused_bytes: string;
  readonly report_bytes: string;
}

function toFeeding({ file, manner, head, digest, ...row }: FeedingRow): Feeding {
  return {
    file,
    manner,
    head,
    digest,
    bytes: Number(row.bytes),
    entries: Number(row.entries),
    refusedBytes: Number(row.refused_bytes),
    reportBytes: Number(row.report_bytes),
  };
}
