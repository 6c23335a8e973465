import type { Report } from '@ilium/contracts';
import type { Rules } from '../../rules.js';
import type { LiveReport } from '../reports/live-reports.js';
import { addDays, dayIn, momentOf, type Day } from '../reports/moments.js';
import { numbersOf, share } from './numbers.js';
import type { ProcedureReport, ProcedureSource } from './read-procedure.js';

type Charge = LiveReport<'charge'>;

/** A charge for a procedure of ours. */
export interface ChargedProcedure {
  readonly charge: Charge;
  readonly procedure: ProcedureReport;
}

/** What else tells of what was done. */
export interface ClinicalEvidence {
  readonly procedures: readonly ProcedureReport[];
  readonly administrations: readonly LiveReport<'administration'>[];
}

export interface StandingCharges {
  readonly procedures: readonly ProcedureReport[];
  /** When credits settle that have not yet. */
  readonly dueDays: readonly Day[];
}

/** A charge in the words of a report of a procedure: it says nothing of whether it was done. */
export function asProcedure({ report, ...charge }: Charge): ProcedureSource {
  const { codes, text, modifiers, diagnoses, procedureIdentifier, visit, account, orders, serviceDate } = report;
  const said = { codes, text, modifiers, diagnoses, procedureIdentifier, visit, account, orders };
  return { source: { ...charge, kind: 'procedure', report: { ...said, performed: serviceDate } }, evidence: 'charge' };
}

/**
 * Clinical rule 4: a credit takes one charge back. Billed again, the new charge stands at once; else the old one stands
 * until the credit has settled, so that a correction in two messages takes nothing out of a chart in between. A credit
 * without its charge stands for it: it may be that very line, turned. While a drug says that it was given in what was
 * charged, and in nothing else that is known, clinical evidence remains.
 */
export function standingCharges(
  all: readonly ChargedProcedure[],
  clinical: ClinicalEvidence,
  rules: Rules,
  asOf: Day,
): StandingCharges {
  const credits = all.filter(({ charge }) => charge.report.transaction === 'credit');
  const charges = all.filter(({ charge }) => charge.report.transaction !== 'credit');
  const credited = matched(credits, charges);
  const standing = charges.filter((charge) => !credited.has(charge));
  const left = [...clinical.procedures, ...standing.map(({ procedure }) => procedure)];
  const rebills = new Map<ChargedProcedure, string[]>();
  const procedures: ProcedureReport[] = [];
  const dueDays: Day[] = [];
  for (const [charge, credit] of credited) {
    const again = standing.find((other) => isBilledAgain(charge, credit, other));
    const settles = again === undefined ? settlingDay(credit, rules) : undefined;
    if (again !== undefined) rebills.set(again, [...(rebills.get(again) ?? []), charge.charge.key]);
    if (settles !== undefined && settles > asOf) dueDays.push(settles);
    else if (again !== undefined || !isWitnessed(charge.procedure, left, clinical.administrations, rules)) continue;
    procedures.push({ ...charge.procedure, isCredited: true });
  }
  const kept = standing.map((charge) => {
    const instead = rebills.get(charge);
    return instead === undefined ? charge.procedure : { ...charge.procedure, rebills: instead };
  });
  return { procedures: [...kept, ...procedures], dueDays };
}

/** A drug was given in it, by its numbers or its visit, that belongs to nothing else. */
function isWitnessed(
  charge: ProcedureReport,
  others: readonly ProcedureReport[],
  administrations: readonly LiveReport<'administration'>[],
  rules: Rules,
): boolean {
  return administrations.some(
    ({ report }) =>
      report.status !== 'not-done' &&
      isGivenIn(report, charge, rules) &&
      !others.some((other) => isGivenIn(report, other, rules)),
  );
}

function isGivenIn(drug: Report<'administration'>, procedure: ProcedureReport, { timeZone }: Rules): boolean {
  const day = drug.start ? momentOf(drug.start, timeZone).day : undefined;
  if (day !== undefined && procedure.day !== undefined && day !== procedure.day) return false;
  return (
    share(numbersOf(drug.procedureIdentifier), procedure.procedureIdentifiers) ||
    share(drug.orders ?? [], procedure.orders) ||
    share(numbersOf(drug.visit), numbersOf(procedure.source.report.visit))
  );
}

/** Each credit with its charge: by a number, else by code, day and visit. One credit takes back one charge. */
function matched(
  credits: readonly ChargedProcedure[],
  charges: readonly ChargedProcedure[],
): ReadonlyMap<ChargedProcedure, ChargedProcedure> {
  const credited = new Map<ChargedProcedure, ChargedProcedure>();
  for (const credit of credits) {
    const open = charges.filter((charge) => !credited.has(charge) && isOfSameLine(charge, credit));
    const charge = ways.map((way) => open.find((one) => way(one, credit))).find((found) => found !== undefined);
    credited.set(charge ?? credit, credit);
  }
  return credited;
}

type Way = (charge: ChargedProcedure, credit: ChargedProcedure) => boolean;

const isOfSameNumber: Way = ({ procedure: a }, { procedure: b }) => share(a.identifiers, b.identifiers);
const isOfSameOrder: Way = ({ procedure: a }, { procedure: b }) => share(a.orders, b.orders) && a.day === b.day;
const isOfSameVisit: Way = ({ charge: a, procedure: { day } }, { charge: b, procedure }) => {
  const [visit, other] = [numbersOf(a.report.visit, a.report.account), numbersOf(b.report.visit, b.report.account)];
  return day === procedure.day && (share(visit, other) || (visit.length === 0 && other.length === 0));
};
const ways: readonly Way[] = [isOfSameNumber, isOfSameOrder, isOfSameVisit];

/** The same code; and the credit names no other side. */
const isOfSameLine: Way = ({ procedure: charge }, { procedure: credit }) => {
  const names = ({ codes }: ProcedureReport) => codes.flatMap(({ row }) => row?.code ?? []);
  const isSameCode = names(charge).some((name) => names(credit).includes(name));
  return isSameCode && (credit.sides.length === 0 || credit.sides.join() === charge.sides.join());
};

/** Charged after the credit, or for the same side, for what is by its numbers, its visit or its day the same act. */
function isBilledAgain(charge: ChargedProcedure, credit: ChargedProcedure, other: ChargedProcedure): boolean {
  if (other.procedure.type !== charge.procedure.type) return false;
  const isLater = other.charge.saidAt > 0 && other.charge.saidAt >= credit.charge.saidAt;
  const isSameSide = other.procedure.sides.join() === charge.procedure.sides.join();
  return (isLater || isSameSide) && ways.some((way) => way(charge, other));
}

/** Undefined where no day is known to count from. */
function settlingDay({ charge, procedure }: ChargedProcedure, rules: Rules): Day | undefined {
  const day = charge.saidAt > 0 ? dayIn(charge.saidAt, rules.timeZone) : procedure.day;
  return day === undefined ? undefined : addDays(day, rules.charges.settleDays);
}
