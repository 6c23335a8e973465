import type { Code, EpiduralApproach, ProcedureType, ReasonGroup, Report, SpinalRegion } from '@ilium/contracts';
import type { FactKey } from '../../facts/fact.js';
import type { Rules } from '../../rules.js';
import { diagnosisOf, isAgainst } from '../../terminology/diagnoses.js';
import type { ProcedureOfOurs } from '../../terminology/procedure-codes.js';
import { approachesNamed, regionsNamed, speaksAgainst, typeInWords } from '../../terminology/procedure-words.js';
import { isSameType, readProcedureCode, type ReadCode } from '../../terminology/procedures.js';
import { isSideModifier, sidesSaid, type Side, type SidesSaid } from '../../terminology/sides.js';
import type { LiveReport } from '../reports/live-reports.js';
import { momentOf, type Day } from '../reports/moments.js';
import { numbersOf, type Numbers } from './numbers.js';

/** What a clinic reports of a procedure, or a bill charges for it; a charge in the words of a report. */
export interface ProcedureSource {
  readonly source: LiveReport<'procedure'>;
  readonly evidence: 'report' | 'charge';
}

/** A source with what is read out of it once. */
export interface ProcedureReport extends ProcedureSource {
  readonly type: ProcedureType;
  readonly region: SpinalRegion | undefined;
  readonly approach: EpiduralApproach | undefined;
  readonly day: Day | undefined;
  readonly sides: readonly Side[];
  /** Its codes in their order. */
  readonly codes: readonly ReportedCode[];
  /** All its modifiers, wherever they stood. */
  readonly modifiers: readonly string[];
  /** It names further levels of a procedure, and not the procedure (clinical rule 7). */
  readonly isAddOn: boolean;
  /** The numbers of the procedure that it says it is about. */
  readonly procedureIdentifiers: Numbers;
  /** All its numbers, also that of a bill's line. */
  readonly identifiers: Numbers;
  readonly orders: Numbers;
  /** What in it contradicts itself: fields, or a code and what stands against it. */
  readonly contradictions: readonly string[];
  /** Clinical rule 9: its code contradicts its words. */
  readonly isDisputed: boolean;
  /** A charge that was taken back and may be billed again. */
  readonly isCredited?: true;
  /** Charges that it was billed in the place of. */
  readonly rebills?: readonly FactKey[];
}

/** A code as it was reported, and as it was read. */
export interface ReportedCode extends ReadCode {
  readonly reported: Code;
}

type CodeOfOurs = ReportedCode & { readonly meaning: ProcedureOfOurs };

export function readCodes(report: Report<'procedure'>, rules: Rules): readonly ReportedCode[] {
  const day = dayOf(report, rules);
  return (report.codes ?? []).map((reported) => ({ reported, ...readProcedureCode(reported, day, rules) }));
}

/** The texts of a report: its own, and the displays of its codes. */
export function textsOf({ text, codes }: Report<'procedure'>): readonly string[] {
  return [text, ...(codes ?? []).map(({ display }) => display)].filter((said) => said !== null && said !== undefined);
}

/** Undefined where none of its codes is a procedure of ours. */
export function readProcedure({ source, evidence }: ProcedureSource, rules: Rules): ProcedureReport | undefined {
  const { report } = source;
  const codes = readCodes(report, rules);
  const ofOurs = codes.flatMap((code): readonly CodeOfOurs[] =>
    code.row?.meaning.is === 'procedure' ? [{ ...code, meaning: code.row.meaning }] : [],
  );
  const primary = ofOurs.find(({ meaning }) => meaning.addOn === undefined) ?? ofOurs[0];
  if (primary === undefined) return undefined;
  const modifiers = [...(report.modifiers ?? []), ...codes.flatMap((code) => code.modifiers)];
  const said = sidesIn(report, codes, modifiers, rules);
  const isMidline = isMidlineOnly(primary.meaning);
  const isSided = isMidline && (said.sides.length > 1 || modifiers.some(isSideModifier));
  const day = dayOf(report, rules);
  const reasons = (report.diagnoses ?? []).map((code) => diagnosisOf(code, day, rules)?.row.group);
  const disputes = disputesIn(primary, ofOurs, textsOf(report), reasons);
  return {
    source,
    evidence,
    ...exactly(primary.meaning, textsOf(report)),
    day,
    sides: isMidline ? [] : said.sides,
    codes,
    modifiers,
    isAddOn: primary.meaning.addOn !== undefined,
    ...numbersIn({ source, evidence }),
    contradictions: [...(said.isContradictory ? ['side'] : []), ...(isSided ? ['modifiers'] : []), ...disputes],
    isDisputed: disputes.length > 0,
  };
}

function dayOf({ performed }: Report<'procedure'>, rules: Rules): Day | undefined {
  return performed ? momentOf(performed, rules.timeZone).day : undefined;
}

function sidesIn(
  report: Report<'procedure'>,
  codes: readonly ReportedCode[],
  modifiers: readonly string[],
  rules: Rules,
): SidesSaid {
  const { laterality, bodySite } = report;
  const coded = codes.flatMap(({ row }) =>
    row !== undefined && 'sides' in row.meaning ? (row.meaning.sides ?? []) : [],
  );
  return sidesSaid({ modifiers, laterality, bodySite, coded, words: textsOf(report) }, rules);
}

/** Interlaminar and caudal epidurals go in at the middle: they have no side, and there is no bilateral one. */
function isMidlineOnly({ approaches }: ProcedureOfOurs): boolean {
  return approaches !== undefined && !approaches.includes('transforaminal');
}

/** What the code says of the procedure, and what the words say where the code leaves it open. */
function exactly({ type, region, approaches }: ProcedureOfOurs, texts: readonly string[]) {
  const text = texts.join('; ');
  const isSpinal = type.startsWith('facet') || type === 'medial-branch-block' || type === 'epidural-injection';
  const ways = type === 'epidural-injection' ? approachesNamed(text) : [];
  return {
    type: typeInWords(type, texts),
    region: isSpinal ? (region ?? onlyOne(regionsNamed(text))) : undefined,
    approach: onlyOne(approaches ?? ways) ?? onlyOne((approaches ?? []).filter((approach) => ways.includes(approach))),
  };
}

function onlyOne<Value>(values: readonly Value[]): Value | undefined {
  return values.length === 1 ? values[0] : undefined;
}

/**
 * Clinical rule 9: where a code was set to another procedure's words or diagnosis. One text is enough, since the others may
 * come from the dictionary of codes. Of the diagnoses all have to be of another procedure: patients have several pains. A
 * fitting diagnosis does not acquit the words.
 */
function disputesIn(
  primary: CodeOfOurs,
  all: readonly CodeOfOurs[],
  texts: readonly string[],
  reasons: readonly (ReasonGroup | undefined)[],
): readonly string[] {
  const { type, region, approaches } = primary.meaning;
  const isOf = <Value>(named: readonly Value[], own: readonly Value[]) =>
    named.length === 0 || own.length === 0 || named.some((one) => own.includes(one));
  const { code } = primary.standard;
  const against = [
    [texts.some((text) => speaksAgainst(text, type)), 'words of another procedure'],
    [!texts.every((text) => isOf(regionsNamed(text), region === undefined ? [] : [region])), 'words of another region'],
    [!texts.every((text) => isOf(approachesNamed(text), approaches ?? [])), 'words of another approach'],
    [!all.every(({ meaning }) => isSameType(meaning.type, type)), 'a code of another procedure'],
    [reasons.length > 0 && reasons.every((group) => isAgainst(group, type)), 'diagnosis of another procedure'],
  ] as const;
  return against.filter(([isSo]) => isSo).map(([, what]) => `${code}: ${what}`);
}

/** The line of a bill has a number of its own, which is no procedure's. */
function numbersIn({ source, evidence }: ProcedureSource) {
  const { procedureIdentifier, orders } = source.report;
  const identifiers = numbersOf(procedureIdentifier, source.identifier);
  return {
    procedureIdentifiers: evidence === 'charge' ? numbersOf(procedureIdentifier) : identifiers,
    identifiers,
    orders: orders ?? [],
  };
}
