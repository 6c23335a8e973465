import type { CodeTable, Fact, FhirRecord, Link, PatientOutputs, Scope, ScoredDay } from '@ilium/clinical';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

type Exclusion = NonNullable<PatientOutputs['excluded']>;

/** A patient identifier, and under which rules and until when what follows from it holds. */
@Entity('patients')
export class PatientRow {
  @PrimaryColumn('text', { name: 'patient_key' }) declare patientKey: string;
  @Column('text') declare system: string;
  @Column('text') declare value: string;
  /** `rules.ordinal` of the rules that its outputs were derived under; null before the first time. */
  @Column('integer', { name: 'rules_ordinal', nullable: true }) declare rulesOrdinal: number | null;
  /** The day on which it has to be derived again though nothing was reported. */
  @Index('patients_due') @Column('date', { name: 'due_day', nullable: true }) declare dueDay: string | null;
  /** Why nothing of this person goes to the outcome topic; of linked patients the survivor says it. */
  @Index('patients_excluded') @Column('text', { nullable: true }) declare excluded: Exclusion | null;
}

/** What one source said of one thing. `patientKey` is the first patient that it was reported for. */
@Entity('facts')
@Index('facts_patient', ['patientKey', 'scoredDay'])
export class FactRow {
  @PrimaryColumn('text', { name: 'fact_key' }) declare factKey: string;
  @Column('text', { name: 'patient_key' }) declare patientKey: string;
  @Column('text') declare kind: string;
  @Column('jsonb') declare origin: Fact['origin'];
  @Column('jsonb') declare statements: Fact['statements'];
  /** Of what is nothing but a score; empty where it has no day. Null: part of a course. */
  @Column({ type: 'text', name: 'scored_day', nullable: true, collation: 'C' }) declare scoredDay: ScoredDay | null;
}

/** Further patients that a fact was reported for: few facts have any. */
@Entity('fact_holders')
class FactHolderRow {
  @PrimaryColumn('text', { name: 'patient_key' }) declare patientKey: string;
  @Index('fact_holders_fact') @PrimaryColumn('text', { name: 'fact_key' }) declare factKey: string;
}

/** Patients that are one person, or of whom one has a visit or an account (`scope`) of the other. */
@Entity('links')
class LinkRow {
  /** The lower of the pair; in a move, the patient whose visit it was. */
  @PrimaryColumn('text') declare one: string;
  @Index('links_other') @PrimaryColumn('text') declare other: string;
  /** Empty: the whole patient. */
  @PrimaryColumn('text', { default: '' }) declare scope: string;
  @Column('text') declare survivor: string;
  @Column('boolean') declare active: boolean;
  @Column('jsonb') declare version: Link['version'];
}

/** What was last published under a key. Retracted keys keep their row, so that an older revision can't revive them. */
@Entity('published')
@Index('published_patient', ['patientKey', 'scope'])
export class PublishedRow {
  @PrimaryColumn('text') declare key: string;
  @Column('text', { name: 'patient_key' }) declare patientKey: string;
  /** What it follows from, as far as a new score may change it. */
  @Column('text', { default: '' }) declare scope: Scope;
  @Column('text') declare kind: 'resource' | 'outcome';
  @Column('text') declare digest: string;
  /** Microseconds of the database's clock, at least one more than before. */
  @Column('bigint') declare revision: string;
  @Column('boolean', { name: 'is_retracted' }) declare isRetracted: boolean;
  /** For records of the EHR: what to send when the key is taken back. */
  @Column('jsonb', { nullable: true }) declare retraction: FhirRecord | null;
}

/** Random names under which sessions and outcomes leave the service; only this table leads back. */
@Entity('pseudonyms')
class PseudonymRow {
  @PrimaryColumn('text') declare key: string;
  @Index('pseudonyms_pseudonym', { unique: true })
  @Column('uuid', { default: () => 'gen_random_uuid()' })
  declare pseudonym: string;
}

/** What a person should look at: unmapped codes, conflicts, possible duplicates. */
@Entity('work_items')
class WorkItemRow {
  @PrimaryColumn('text', { name: 'patient_key' }) declare patientKey: string;
  @PrimaryColumn('text') declare key: string;
  @Column('text') declare reason: string;
  @Column('text') declare detail: string;
  /** The fact that it is about, where it is one. */
  @Column('text', { default: '' }) declare scope: Scope;
  @Column('timestamptz', { default: () => 'now()' }) declare since: Date;
}

/** A fact that waits on a code that no table knows. The code is raw: it may be anything that a source wrote. */
@Entity('unmapped_codes')
@Index('unmapped_codes_code', ['codeTable', 'code', 'patientKey'])
class UnmappedCodeRow {
  @PrimaryColumn('text', { name: 'patient_key' }) declare patientKey: string;
  @PrimaryColumn('text', { name: 'fact_key' }) declare factKey: string;
  /** A keyed hash of table, system and code. */
  @PrimaryColumn('text', { name: 'code_key' }) declare codeKey: string;
  @Column('text', { name: 'code_table' }) declare codeTable: CodeTable;
  /** Empty where the code came without one. */
  @Column('text') declare system: string;
  @Column('text') declare code: string;
  @Column('text') declare field: string;
  /** The site of the feed that the fact came by. */
  @Column('text') declare site: string;
  @Column('timestamptz', { default: () => 'now()' }) declare since: Date;
}

/** What somebody said a code stands for. Taken back, it stays as history. */
@Entity('code_resolutions')
@Index('code_resolutions_live', ['codeTable', 'code', 'system'], { unique: true, where: 'taken_back_at IS NULL' })
class CodeResolutionRow {
  @PrimaryColumn('uuid', { default: () => 'gen_random_uuid()' }) declare id: string;
  @Column('text', { name: 'code_table' }) declare codeTable: CodeTable;
  /** Empty: whatever system the code comes with. */
  @Column('text') declare system: string;
  @Column('text') declare code: string;
  /** In the words of a site file's `as`. */
  @Column('text') declare meaning: string;
  @Column('text', { name: 'said_by' }) declare saidBy: string;
  @Column('timestamptz', { name: 'said_at', default: () => 'now()' }) declare saidAt: Date;
  @Column('text', { nullable: true }) declare note: string | null;
  @Column('text', { name: 'taken_back_by', nullable: true }) declare takenBackBy: string | null;
  @Column('timestamptz', { name: 'taken_back_at', nullable: true }) declare takenBackAt: Date | null;
}

/** Rules versions in the order in which they came into use. */
@Entity('rules_versions')
class RulesVersionRow {
  @PrimaryColumn('text') declare version: string;
  @Column({ type: 'integer', insert: false }) declare ordinal: number;
  /** The version of the site file's rules alone, which has a row of its own. */
  @Column('text') declare file: string;
  /** How many times people had spoken of codes; 0: the file alone. */
  @Column('integer', { default: 0 }) declare resolutions: number;
}

/** Proves that the key of the ids is still the one that they were made with. Says nothing about the key. */
@Entity('id_key')
class IdKeyRow {
  @PrimaryColumn('boolean', { name: 'only_row', default: true }) declare onlyRow: boolean;
  @Column('text') declare proof: string;
}

export const mapperEntities = [
  PatientRow,
  FactRow,
  FactHolderRow,
  LinkRow,
  PublishedRow,
  PseudonymRow,
  WorkItemRow,
  UnmappedCodeRow,
  CodeResolutionRow,
  RulesVersionRow,
  IdKeyRow,
];
