import { later, noted, type Chart, type Told } from './in-charts.js';
import { procedures } from './procedures.js';
import { reported, type Moment, type Statement } from './statement.js';
import type { Act, Agent, Bill, Side, Visit } from './story.js';
import { codesOf, otherSide, sideFields } from './tell-act.js';
import { agents, coded, identifier, terms, type Coded, type Term } from './vocabulary.js';

/** One line of a bill, before it has its number. */
interface Line {
  readonly at: Moment;
  readonly report: object;
}

/** What the billing system charges for a visit: its lines, and what was taken back and billed again. */
export function tellCharges(told: Told): readonly Statement[] {
  const { visit, own } = told;
  const { bill } = visit;
  if (bill === undefined) return [];
  return linesOf(told, bill).map(({ at, report }, place) =>
    reported({
      source: 'billing',
      kind: 'charge',
      about: own.person,
      named: nameOf(visit, bill, place + 1),
      at,
      report: { ...report, serviceDate: visit.day, ...placeFields(visit, own) },
    }),
  );
}

function nameOf({ number, day }: Visit, { isNumbered }: Bill, ordinal: number) {
  return isNumbered
    ? { identifier: identifier('transaction', `TRX${number}-${ordinal}`) }
    : { anchor: { account: identifier('account', `ACC${number}`), serviceDate: day, ordinal } };
}

function placeFields(visit: Visit, own: Chart): object {
  return {
    account: identifier('account', `ACC${visit.number}`),
    ...(visit.tellsNumber ? { visit: identifier('visit', own.visitNumber) } : {}),
  };
}

function linesOf(told: Told, bill: Bill): readonly Line[] {
  const { visit, course } = told;
  const at = later(noted(visit), 2, 30);
  const corrected = { day: bill.correctedOn, minute: 9 * 60 };
  const facility = coded(terms.facilityInjection, course.codeStyle);
  return visit.acts.flatMap((act): readonly Line[] => {
    const lines = codesOf(visit, act, course.codeStyle);
    const asBilled = (codes: readonly Coded[], sides: readonly Side[]) =>
      codes.map((code) => chargeFields(told, act, code, sides));
    const first = asBilled(lines, billedFirst(visit, bill, act));
    const again = asBilled(lines, act.sides);
    return [
      ...first.map((report) => ({ at, report })),
      ...(bill.isFacilityCharged && act.procedure === 'si-joint-injection'
        ? asBilled([facility], act.sides).map((report) => ({ at, report }))
        : []),
      ...(bill.correction === 'none'
        ? []
        : first.map((report) => ({ at: corrected, report: { ...report, transaction: 'credit' } }))),
      ...(bill.correction === 'rebilled'
        ? again.map((report) => ({ at: { ...corrected, minute: corrected.minute + 30 }, report }))
        : []),
      ...(bill.areDrugsCharged ? drugLines(told, act).map((report) => ({ at, report })) : []),
    ];
  });
}

/** What only a bill tells was at first billed for the wrong side, where it was billed again. */
function billedFirst({ status }: Visit, { correction }: Bill, { sides }: Act): readonly Side[] {
  return status === 'billed' && correction === 'rebilled' && sides.length === 1 ? sides.map(otherSide) : sides;
}

function chargeFields(told: Told, act: Act, code: Coded, sides: readonly Side[]): object {
  const { course, visit } = told;
  return {
    codes: [code],
    transaction: 'charge',
    quantity: { value: 1 },
    diagnoses: [coded(procedures[act.procedure].diagnosis, course.codeStyle)],
    ...tieFields(visit, act),
    ...modifierFields(told, act, sides),
  };
}

/** A bill knows modifiers only. */
function modifierFields({ course }: Told, act: Act, sides: readonly Side[]): object {
  return sideFields({ ...course, index: 0 }, act, sides);
}

function tieFields({ bill }: Visit, act: Act): object {
  if (bill?.tiedBy === 'procedure') return { procedureIdentifier: identifier('procedure', act.number) };
  return bill?.tiedBy === 'order' ? { orders: [identifier('order', act.orderNumber)] } : {};
}

/** HCPCS codes of drugs, and how many units of them the usual dose is. */
const drugs: Readonly<
  Partial<Record<Agent, { readonly term: Term; readonly units: number; readonly since?: string }>>
> = {
  triamcinolone: { term: terms.chargedTriamcinolone, units: 4 },
  methylprednisolone: { term: terms.chargedMethylprednisolone, units: 40, since: '2024-04-01' },
  dexamethasone: { term: terms.chargedDexamethasone, units: 10 },
  betamethasone: { term: terms.chargedBetamethasone, units: 1 },
};

/** One line for the steroid of each act: evidence of it, and no record of what was given. */
function drugLines({ course, visit }: Told, act: Act): readonly object[] {
  const steroid = visit.administrations.find(({ agent }) => agents[agent].kind === 'steroid');
  const drug = steroid === undefined ? undefined : drugs[steroid.agent];
  if (drug === undefined || visit.day < (drug.since ?? '')) return [];
  const code = coded(drug.term, course.codeStyle);
  return [{ codes: [code], transaction: 'charge', quantity: { value: drug.units }, ...tieFields(visit, act) }];
}
