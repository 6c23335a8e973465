import type { Anchor, Code, ProcedureEvent, Report, ReportStatus } from '@ilium/contracts';
import * as fc from 'fast-check';
import { addDays } from '../derive/reports/moments.js';
import {
  cpt27096,
  g0260,
  injection,
  injectionDay,
  intraArticular,
  leftInjection,
  nrs,
  odi,
  ofProcedure,
  rxnorm,
  steroid,
  triamcinolone,
} from './contents.js';
import {
  administration,
  charge,
  linked,
  moved,
  order,
  orderNumber,
  procedure,
  procedureNumber,
  score,
  snapshot,
  unlinked,
  visitNumber,
  type Said,
} from './events.js';

/**
 * Random histories out of few patients, numbers, visits, days and moments: so few that events meet each other in one
 * fact, in one act, in one visit and in one moment all the time.
 */

/** One of some values of one type (fast-check's own would narrow each to itself). */
function oneOf<T>(...values: readonly T[]): fc.Arbitrary<T> {
  return fc.constantFrom(...values);
}

const patient = fc.constantFrom('A', 'A', 'A', 'B', 'C');
const feed = fc.constantFrom('fhir', 'adt', 'dft');
const visit = fc.constantFrom('V1', 'V1', 'V2', 'V3');
const number = fc.constantFrom('1', '2', '3');
const moments = ['2026-03-12T15:00:00Z', '2026-03-12T15:00:00Z', '2026-03-12T16:00:00Z', '2026-04-02T08:00:00+02:00'];

/** Absent, deleted or said. */
function maybe<T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 19, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) });
}

function anchored(serviceDate: fc.Arbitrary<string>): fc.Arbitrary<Anchor> {
  return fc
    .record({
      visit: visit.map(visitNumber),
      serviceDate,
      ordinal: fc.constantFrom(1, 1, 2),
      account: fc.option(fc.constant(visitNumber('ACC1')), { nil: undefined }),
    })
    .map(({ account, ...rest }) => ({ ...rest, ...(account === undefined ? {} : { account }) }));
}

const version = {
  at: fc.constantFrom(...moments),
  status: fc.constantFrom<ReportStatus>('preliminary', 'final', 'final', 'final', 'corrected', 'void'),
  revision: fc.constantFrom(0, 0, 1),
  replay: fc.boolean(),
  edit: fc.constantFrom(0, 1),
  sequence: fc.constantFrom('1', '2', '10'),
};

const said: fc.Arbitrary<Said> = fc
  .tuple(
    fc.record({ patient, feed, complete: fc.boolean(), ...version }, { requiredKeys: ['patient', 'feed'] }),
    fc.oneof(
      { weight: 6, arbitrary: fc.record({ id: number }) },
      {
        weight: 2,
        arbitrary: fc.record({ anchor: anchored(fc.constantFrom(injectionDay, injectionDay, '2026-04-20')) }),
      },
      { weight: 1, arbitrary: fc.constant({}) },
    ),
    // Rarely used: makes what is said without a name a repetition of the same event.
    fc.uuid(),
  )
  .map(([who, what, event]) => ({ ...who, ...what, event }));

const performed = fc.constantFrom(
  injectionDay,
  `${injectionDay}T10:05:00-04:00`,
  '2026-03-13T01:30:00Z',
  '2026-04-20T09:00:00-04:00',
  '2026-03',
);

const ties = {
  procedureIdentifier: maybe(number.map(procedureNumber)),
  orders: maybe(oneOf([orderNumber('O1')], [orderNumber('O2')], [])),
  visit: maybe(visit.map(visitNumber)),
};

/** Procedures, a level of one, what is none, and words that may contradict. */
const procedureCode = oneOf<Code[]>(
  [cpt27096],
  [cpt27096],
  [g0260],
  [{ code: '64493' }],
  [{ code: '64493' }, { code: '64494' }],
  [{ code: '64494' }],
  [{ code: '27096:LT' }],
  [{ code: '27096', display: 'Lumbar epidural steroid injection, right' }],
  [{ code: '20610' }],
  [{ code: '99LOCAL' }],
);

const procedureReport: fc.Arbitrary<Report<'procedure'>> = fc
  .record(
    {
      ...ties,
      codes: maybe(procedureCode),
      status: maybe(fc.constantFrom('completed', 'completed', 'completed', 'stopped', 'not-done')),
      modifiers: maybe(oneOf(['LT'], ['RT'], ['50'], [])),
      laterality: maybe(fc.constantFrom({ code: 'L' }, { code: 'BIL' })),
      guidance: maybe(oneOf<Code>({ system: 'SCT', code: '44491008' }, { code: 'FL' })),
      contrastSpread: maybe(oneOf<Code>({ code: 'intra-articular' }, { code: 'vascular' })),
      performed: maybe(performed),
      performedEnd: maybe(fc.constantFrom(`${injectionDay}T10:23:00-04:00`, '2026-04-20T09:20:00-04:00')),
    },
    { requiredKeys: [] },
  )
  .map((report) => ({ codes: injection.codes, status: injection.status, ...report }));

const chargeReport: fc.Arbitrary<Report<'charge'>> = fc
  .record(
    {
      ...ties,
      codes: maybe(fc.oneof(procedureCode, fc.constant<Code[]>([{ code: 'J3301' }]))),
      transaction: maybe(fc.constantFrom('charge', 'charge', 'credit')),
      modifiers: maybe(oneOf(['LT'], ['RT'], ['50'], ['LT', 'KX'], [])),
      serviceDate: maybe(oneOf(injectionDay, injectionDay, '2026-04-20')),
    },
    { requiredKeys: [] },
  )
  .map((report) => ({ codes: [cpt27096], serviceDate: injectionDay, ...report }));

const orderReport: fc.Arbitrary<Report<'order'>> = fc
  .record(
    {
      ...ties,
      modifiers: maybe(oneOf(['LT'], ['RT'], ['50'], [])),
      status: maybe(fc.constantFrom('active', 'cancelled')),
      text: maybe(fc.constantFrom('Diagnostic left SI joint block', 'SI joint injection')),
    },
    { requiredKeys: [] },
  )
  .map((report) => ({ codes: [cpt27096], ...report }));

const administrationReport: fc.Arbitrary<Report<'administration'>> = fc
  .record(
    {
      ...ties,
      medication: maybe(oneOf<Code[]>([triamcinolone], [rxnorm('6902')], [rxnorm('6387')], [{ code: 'KENALOG' }])),
      status: maybe(fc.constantFrom('completed', 'completed', 'not-done')),
      route: maybe(oneOf<Code>(intraArticular, intraArticular, { system: 'HL70162', code: 'IA' })),
      laterality: maybe(fc.constantFrom({ code: 'L' }, { code: 'R' })),
      dose: maybe(fc.constantFrom({ value: 40, unit: 'mg' }, { value: 1, unit: 'mL' })),
      start: maybe(performed),
    },
    { requiredKeys: [] },
  )
  .map((report) => ({ medication: [triamcinolone], status: 'completed', route: intraArticular, ...report }));

const scoreReport: fc.Arbitrary<Report<'score'>> = fc.record(
  {
    ...ties,
    measure: oneOf<Code>(
      { code: '72514-3' },
      { code: '72514-3' },
      { system: 'LN', code: '97909-6' },
      { code: 'X' },
      { code: 'contrast-spread' },
    ),
    value: maybe(fc.integer({ min: 0, max: 10 })),
    effective: maybe(
      fc
        .tuple(fc.integer({ min: -35, max: 130 }), fc.constantFrom('', 'T09:00:00-04:00', 'T23:30:00Z'))
        .map(([days, time]) => addDays(injectionDay, days) + time),
    ),
    timing: maybe(fc.constantFrom('before', 'after')),
    painLocation: maybe(fc.constantFrom('back', 'leg')),
    recall: maybe(fc.constantFrom('7 days')),
    missingReason: maybe(fc.constantFrom('asked-declined', 'no time')),
  },
  { requiredKeys: ['measure', 'value', 'effective'] },
);

const pair = fc.constantFrom(
  { survivor: 'A', merged: 'B' },
  { survivor: 'B', merged: 'A' },
  { survivor: 'C', merged: 'B' },
);

const way = fc.constantFrom(
  { from: 'A', to: 'B' },
  { from: 'B', to: 'A' },
  { from: 'B', to: 'C' },
  { from: 'C', to: 'A' },
  { from: 'A', to: 'C' },
);

const moving = fc
  .tuple(
    way,
    fc.oneof(
      { weight: 3, arbitrary: fc.record({ visit }) },
      { weight: 1, arbitrary: fc.constant({ account: 'ACC1' }) },
    ),
  )
  .map(([who, what]) => ({ ...who, ...what }));

const list = fc.record({
  visit,
  members: fc.uniqueArray(fc.oneof(number, anchored(fc.constant(injectionDay))), { maxLength: 3 }),
});

/** Any one thing that a hospital may say. */
const anyEvent: fc.Arbitrary<ProcedureEvent> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(said, procedureReport).map(([who, what]) => procedure(who, what)) },
  { weight: 4, arbitrary: fc.tuple(said, administrationReport).map(([who, what]) => administration(who, what)) },
  { weight: 8, arbitrary: fc.tuple(said, scoreReport).map(([who, what]) => score(who, what)) },
  { weight: 4, arbitrary: fc.tuple(said, chargeReport).map(([who, what]) => charge(who, what)) },
  { weight: 1, arbitrary: fc.tuple(said, orderReport).map(([who, what]) => order(who, what)) },
  { weight: 1, arbitrary: fc.tuple(said, pair).map(([who, both]) => linked({ ...who, ...both })) },
  { weight: 1, arbitrary: fc.tuple(said, pair).map(([who, both]) => unlinked({ ...who, ...both })) },
  { weight: 2, arbitrary: fc.tuple(said, moving).map(([who, what]) => moved({ ...who, ...what })) },
  { weight: 1, arbitrary: fc.tuple(said, list).map(([who, whole]) => snapshot({ ...who, ...whole })) },
);

/** Believable courses, so that there are outcomes to be upset; two patients were given one visit number. */
const courses: readonly ProcedureEvent[] = [
  procedure({ id: '1' }, leftInjection),
  procedure({ id: '2', patient: 'B' }, leftInjection),
  administration({ id: '1' }, steroid),
  administration({ id: '2', patient: 'B' }, { ...steroid, ...ofProcedure('2') }),
  score({ id: '1' }, nrs(8, injectionDay, { timing: 'before' })),
  score({ id: '2' }, nrs(3, addDays(injectionDay, 14))),
  score({ id: '3', patient: 'B' }, odi(40, addDays(injectionDay, -3))),
  score({ id: '4', patient: 'B' }, odi(22, addDays(injectionDay, 40))),
];

export const anyHistory = fc
  .tuple(
    fc.oneof(fc.constant(courses), fc.subarray([...courses])),
    fc.array(anyEvent, { minLength: 1, maxLength: 24, size: 'max' }),
  )
  .map(([course, others]) => [...course, ...others]);

/** The same history as it may arrive: in another order, some of it twice, cut into batches. */
export function anyArrival<T>(history: readonly T[]): fc.Arbitrary<T[][]> {
  const places = history.map((_, index) => index);
  return fc
    .tuple(
      fc.shuffledSubarray(places, { minLength: places.length }),
      fc.array(fc.nat(places.length - 1), { maxLength: 6 }),
      fc.array(fc.nat(places.length + 6), { maxLength: 4 }),
    )
    .map(([order, again, cuts]) => {
      const arriving = [...order, ...again].map((place) => history[place]).filter((event) => event !== undefined);
      const borders = [...new Set(cuts)].sort((a, b) => a - b);
      return [0, ...borders].map((from, index) => arriving.slice(from, borders[index] ?? arriving.length));
    });
}
