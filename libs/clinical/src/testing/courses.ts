import type { ProcedureEvent, Report } from '@ilium/contracts';
import { addDays } from '../derive/reports/moments.js';
import { injectionDay, leftInjection, nrs, ofProcedure, steroid } from './contents.js';
import { administration, procedure, score, visitNumber } from './events.js';

/** A completed injection with steroid in the joint, in a visit of its own. */
export function treatment(number: string, report: Report<'procedure'> = {}): readonly ProcedureEvent[] {
  const done = { ...leftInjection, visit: visitNumber(`VISIT-${number}`), ...report };
  return [
    procedure({ id: number }, done),
    administration(
      { id: `MED-${number}` },
      { ...steroid, start: report.performed ?? steroid.start, visit: undefined, ...ofProcedure(number) },
    ),
  ];
}

let scores = 0;

/** A pain score so many days after the injection of 12 March; `time` as it stands in a FHIR dateTime, with `T` and zone. */
export function pain(value: number, day: number, more: Report<'score'> = {}, time = ''): ProcedureEvent {
  scores += 1;
  return score({ id: `SCORE-${scores}` }, nrs(value, addDays(injectionDay, day) + time, more));
}
