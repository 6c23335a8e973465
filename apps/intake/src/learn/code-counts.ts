import { codeUses, isKnownUnit, type CodeFate, type CodeTable, type CodeUse } from '@ilium/clinical';
import type { ProcedureEvent } from '@ilium/contracts';
import type { Site } from '@ilium/site';
import { Counts, WordCounts } from './counts.js';
import { looksLikeCode, looksLikeSystem, notShown } from './looks-like-code.js';
import type { Row, Section } from './section.js';

/** Codes by the table that has to know them, with what the site file as it is makes of them. */

export interface CountedCode {
  readonly table: CodeTable;
  readonly field: string;
  /** As it first came. */
  readonly system: string | undefined;
  /** As a FHIR URI where the system is a known one. */
  readonly uri: string | undefined;
  readonly code: string;
  readonly meaning: string | undefined;
  readonly fate: CodeFate;
}

const fateWords: Readonly<Record<Exclude<CodeFate, 'mapped'>, string>> = {
  'not-ours': 'nothing of ours, by the site file',
  beside: 'unknown, beside a known code',
  other: 'unknown, and needs no meaning',
  unmapped: 'UNMAPPED',
};

export class CodeCounts {
  readonly codes = new Counts<CountedCode>(5_000);
  readonly #units = new WordCounts();
  readonly #words = new WordCounts();

  constructor(private readonly site: Site) {}

  see(event: ProcedureEvent): void {
    for (const use of codeUses(event, this.site.rules)) this.#count(use);
    const unit = unitIn(event);
    if (unit) this.#units.see(looksLikeCode(unit) ? unit : notShown);
  }

  sections(): readonly Section[] {
    const rows = this.codes.rows();
    const tables = [...new Set(rows.map(({ thing }) => thing.table))].sort();
    return [
      ...tables.map((table) => ({
        name: `codes.${table}`,
        title: `Codes of ${table}`,
        rows: rows.flatMap(({ thing, count }) => (thing.table === table ? [rowOf(thing, count)] : [])),
      })),
      { name: 'codes.rest', title: 'Further codes, too many to be told apart', rows: [], rest: this.codes.rest },
      {
        name: 'wordsForCodes',
        title: 'Words where codes should stand (not shown)',
        rows: this.#words.rows().map(({ thing, count }) => ({ count, place: thing })),
      },
      {
        name: 'units',
        title: 'Units',
        rows: this.#units
          .rows()
          .map(({ thing, count }) => ({ count, unit: thing, is: isKnownUnit(thing) ? 'known' : 'unknown' })),
      },
    ];
  }

  #count(use: CodeUse): void {
    const { table, field, code, system, meaning, fate } = use;
    if (!isShowable(use)) {
      this.#words.see(`${table}: ${field}${fate === 'mapped' ? ', understood' : ''}`);
      return;
    }
    const key = JSON.stringify([table, field, system, code.code, fate]);
    this.codes.add(key, () => ({ table, field, system: code.system, uri: system, code: code.code, meaning, fate }));
  }
}

/** An answer without a system may be a word that a patient wrote; one that a table knows is known to be none. */
function isShowable({ field, code: { system, code }, meaning }: CodeUse): boolean {
  if (!looksLikeCode(code) || !looksLikeSystem(system ?? '-')) return false;
  return field !== 'answer' || system !== undefined || meaning !== undefined;
}

function rowOf({ table, field, system = '-', code, meaning, fate }: CountedCode, count: number): Row {
  const unknown = table === 'answers' && fate === 'other' ? 'its question is unmapped' : undefined;
  return { count, system, code, field, means: fate === 'mapped' ? (meaning ?? '') : (unknown ?? fateWords[fate]) };
}

function unitIn(event: ProcedureEvent): string | null | undefined {
  if (event.type === 'ilium.score.reported.v1') return event.data.report.unit;
  return event.type === 'ilium.administration.reported.v1' ? event.data.report.dose?.unit : undefined;
}
