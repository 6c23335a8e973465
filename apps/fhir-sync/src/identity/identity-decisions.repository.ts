import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { decisionsSql } from './sql.js';

/** What a person said of whom a chart, or a number, is. It names records, and nothing of whom they are. */
export interface IdentityDecision {
  /** The later, the higher. */
  readonly id: string;
  /** Null where it holds for all. */
  readonly target: string | null;
  /** `identity-mismatch`: the chart is that of its patient. `overlay-suspected`: the number is rightly of whom the source says. */
  readonly doubt: 'identity-mismatch' | 'overlay-suspected';
  /** The record that the person had before them; null where that was not written down yet. */
  readonly key: string | null;
  readonly revision: number;
  /** The Patient of ours that it is about; null where nothing is known of it any more. */
  readonly patient: string | null;
  readonly by: string;
  readonly decidedAt: Date;
  /** It counts still: neither source nor chart was seen to say anything else since. */
  readonly inForce: boolean;
}

export interface PageOfDecisions {
  readonly target: string | null;
  /** A record, whose patient they are about. */
  readonly key: string | null;
  /** Those that are older than this one. */
  readonly before: string | null;
  readonly limit: number;
}

@Injectable()
export class IdentityDecisionsRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** The newest first. */
  page({ target, key, before, limit }: PageOfDecisions): Promise<readonly IdentityDecision[]> {
    return this.dataSource.query<IdentityDecision[]>(decisionsSql, [target, key, before, limit]);
  }
}
