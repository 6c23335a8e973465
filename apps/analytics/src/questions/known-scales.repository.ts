import type { ProcedureType } from '@ilium/contracts';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { counterTables } from '../rollups/move-sql.js';
import { scaleColumns, scaleSql, type Scale } from './scale.js';

/** A scale and window of a type of procedure, and the years of its sessions. */
export interface KnownScale extends Scale {
  readonly procedureType: ProcedureType;
  readonly window: string;
  readonly from: string;
  readonly to: string;
}

@Injectable()
export class KnownScalesRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** What there is a live outcome of. */
  known(): Promise<KnownScale[]> {
    return this.dataSource.query(
      `SELECT procedure_type AS "procedureType", ${scaleSql}, "window", min(period) AS "from", max(period) AS "to"
         FROM ${counterTables.totals}
        WHERE procedure_type <> '' AND "window" <> '' AND open + observed + missing + superseded > 0
        GROUP BY procedure_type, ${scaleColumns}, "window"`,
    );
  }
}
