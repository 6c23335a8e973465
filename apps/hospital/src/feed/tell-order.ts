import { addDays, localTime } from './calendar.js';
import type { ToldAct } from './in-charts.js';
import { reported, type Statement } from './statement.js';
import { codesOf } from './tell-act.js';
import { identifier } from './vocabulary.js';

/** What was asked for, some days before; its words say what for. */
export function tellOrder({ course, visit, act, own }: ToldAct): readonly Statement[] {
  if (!act.steps.isOrderTold) return [];
  const ordered = { day: addDays(visit.day, -(course.index % 9) - 1), minute: 10 * 60 };
  const [code] = codesOf(visit, { ...act, levels: 1 }, course.codeStyle);
  return [
    reported({
      source: 'orders',
      kind: 'order',
      about: own.person,
      named: { identifier: identifier('order', act.orderNumber) },
      at: ordered,
      report: {
        codes: code === undefined ? [] : [code],
        text: `${code?.display ?? ''}, ${act.steps.intent}`,
        status: visit.status === 'not-done' ? 'CA' : 'SC',
        orders: [identifier('order', act.orderNumber)],
        scheduled: visit.clock === undefined ? visit.day : localTime(visit.day, visit.clock.start),
        ...(visit.tellsNumber ? { visit: identifier('visit', own.visitNumber) } : {}),
      },
    }),
  ];
}
