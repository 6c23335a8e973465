import type {
  FigureDoubt,
  MissingReason,
  OutcomeKind,
  OutcomeObservation,
  OutcomeResult,
  OutcomeStatus,
  OutcomeStrata,
} from '@ilium/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A retraction takes everything back but the key: it stays as a row, so that an older revision cannot revive it. */
export type FactStatus = OutcomeStatus | 'entered-in-error';

/** What was found, of kinds other than scores: kept as it came. */
export type KindResult = Extract<OutcomeObservation, { readonly kind: Exclude<OutcomeKind, 'score'> }>['result'];

/**
 * What is known under one key, at its highest revision. A retracted fact says nothing: its texts are empty and its
 * figures null.
 */
@Entity('outcome_facts')
export class OutcomeFact {
  @PrimaryColumn('uuid')
  declare key: string;

  /** At most the mapper's clock in µs and some leaps, so it fits a double exactly. */
  @Column('bigint')
  declare revision: number;

  /** The Kafka partition that brought the fact, and the rollup rows that hold it. */
  @Column('integer')
  declare shard: number;

  @Column('text')
  declare status: FactStatus;

  /** Only scores of a session are counted in rollups; empty once retracted. */
  @Column('text')
  declare kind: OutcomeKind | '';

  @Column('text', { name: 'procedure_type' })
  declare procedureType: string;

  @Column('text')
  declare measure: string;

  @Column('text')
  declare family: string;

  @Column('text')
  declare window: string;

  /** Month of the session, `2026-03`, or its year. */
  @Column('text')
  declare period: string;

  @Column('uuid', { nullable: true })
  declare session: string | null;

  @Column('text', { name: 'pain_location', nullable: true })
  declare painLocation: string | null;

  @Column('text', { nullable: true })
  declare recall: string | null;

  /** Where the outcome is of one joint of the session. */
  @Column('text', { nullable: true })
  declare side: 'left' | 'right' | null;

  @Column('text', { name: 'as_of', nullable: true })
  declare asOf: string | null;

  @Column('jsonb', { nullable: true })
  declare strata: OutcomeStrata | null;

  @Column('jsonb', { name: 'kind_result', nullable: true })
  declare kindResult: KindResult | null;

  /** Why there is no answer, where a source said it. */
  @Column('text', { name: 'missing_reason', nullable: true })
  declare missingReason: MissingReason | null;

  /** Whether the site asks for this measure after each such session; null where it was not said. */
  @Column('boolean', { name: 'is_expected', nullable: true })
  declare isExpected: boolean | null;

  /** Why figures are null. */
  @Column('text', { nullable: true })
  declare doubt: FigureDoubt | null;

  @Column('text', { name: 'rules_version', nullable: true })
  declare rulesVersion: string | null;

  @Column('text', { name: 'baseline_band', nullable: true })
  declare baselineBand: OutcomeResult['baselineBand'] | null;

  /** Computed from two scores, or the patient's own statement. */
  @Column('text', { nullable: true })
  declare origin: OutcomeResult['origin'] | null;

  @Column('double precision', { nullable: true })
  declare baseline: number | null;

  @Column('double precision', { nullable: true })
  declare value: number | null;

  /** Thousandths of the measure's unit: whole numbers add up the same in any order. */
  @Column('bigint', { name: 'better_by_thousandths', nullable: true })
  declare betterByThousandths: number | null;

  /** Thousandths of a percent of the baseline. */
  @Column('bigint', { name: 'percent_better_thousandths', nullable: true })
  declare percentBetterThousandths: number | null;

  @Column('boolean', { nullable: true })
  declare improved: boolean | null;

  /** By the points that matter, where the measure has such a number as a rate of its own. */
  @Column('boolean', { name: 'improved_by_points', nullable: true })
  declare improvedByPoints: boolean | null;

  @Column('boolean', { nullable: true })
  declare over50: boolean | null;

  @Column('boolean', { name: 'at_least50', nullable: true })
  declare atLeast50: boolean | null;

  @Column('boolean', { name: 'at_least75', nullable: true })
  declare atLeast75: boolean | null;
}
