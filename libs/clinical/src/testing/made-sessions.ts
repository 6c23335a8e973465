import type { Code, MeasureCode } from '@ilium/contracts';
import type { Administration } from '../derive/sessions/agents.js';
import type { Joint } from '../derive/procedures/joints.js';
import type { LiveReport } from '../derive/reports/live-reports.js';
import { addDays, momentOf } from '../derive/reports/moments.js';
import { readProcedure } from '../derive/procedures/read-procedure.js';
import type { CountedScore } from '../derive/scores/scores.js';
import type { Session } from '../derive/sessions/sessions.js';
import { defaultRules } from '../rules.js';
import { measures } from '../terminology/measures.js';
import { injectionDay } from './contents.js';
import { procedureNumber } from './events.js';

/** Sessions and scores as deriving makes them, for tests of what follows from them. By default of 12 March, 10:00. */

const feed = { site: 'RIVHOSP', application: 'EHR', family: 'fhir' };

function live<Kind extends LiveReport['kind']>(
  kind: Kind,
  key: string,
  report: LiveReport<Kind>['report'],
): LiveReport<Kind> {
  const about = { key, kind, patient: 'A', feed, identifier: undefined, anchor: undefined, status: 'final', saidAt: 0 };
  return { ...about, report, contradicted: [] };
}

export function madeJoint(id: string, more: Partial<Joint> = {}): Joint {
  const type = more.type ?? 'si-joint-injection';
  const codes = [{ system: `${defaultRules.base}/CodeSystem/procedure-type`, code: type }];
  const source = live('procedure', `fact-${id}`, { codes, procedureIdentifier: procedureNumber(id) });
  const report = readProcedure({ source, evidence: 'report' }, defaultRules);
  if (report === undefined) throw new TypeError(`no type ${type}`);
  return {
    id,
    side: 'left',
    type,
    reports: [report],
    otherIds: [],
    status: 'completed',
    intent: 'unknown',
    isDisputed: false,
    ...more,
  };
}

export function madeSession(joints: Session['joints'], more: Partial<Session> = {}): Session {
  const sides = new Set(joints.map(({ side }) => side));
  return {
    key: `session of ${joints[0].id}`,
    joints,
    done: joints,
    start: momentOf(`${injectionDay}T10:00:00-04:00`, defaultRules.timeZone),
    type: joints[0].type,
    isCompleted: true,
    isTherapeutic: true,
    treated: joints,
    isDiagnostic: true,
    intent: 'unknown',
    agents: 'both',
    sides: sides.size > 1 ? 'both' : joints[0].side,
    contrast: undefined,
    isDisputed: false,
    administrations: [],
    besides: [],
    ...more,
  };
}

/** A drug that was given to a joint. */
export function madeDrug(joint: string, report: Administration['report']): Administration {
  return live('administration', `drug of ${joint}`, {
    status: 'completed',
    procedureIdentifier: procedureNumber(joint),
    ...report,
  });
}

export const ofClass = (drugClass: string): Code[] => [
  { system: `${defaultRules.base}/CodeSystem/drug-class`, code: drugClass },
];

let scores = 0;

/** A pain score; `effective` as a source writes it. */
export function madeScore(
  value: number,
  effective: string,
  more: Partial<CountedScore> & { scale?: MeasureCode } = {},
): CountedScore {
  scores += 1;
  const { scale = 'nrs', ...said } = more;
  const measure = measures.find((row) => row.measure === scale);
  if (measure === undefined) throw new TypeError(`no measure ${scale}`);
  return {
    id: `score-${scores}`,
    source: live('score', `fact-score-${scores}`, {}),
    measure,
    coding: measure.codings[0],
    unit: measure.units[0],
    painLocation: undefined,
    recall: undefined,
    side: undefined,
    value,
    answer: undefined,
    valueSet: undefined,
    effective: momentOf(effective, defaultRules.timeZone),
    impossible: [],
    unmapped: [],
    isComparable: true,
    named: undefined,
    ...said,
  };
}

/** A time on the day of the injection, `10:30`. */
export const at = (time: string): string => `${injectionDay}T${time}:00-04:00`;

/** A day so many days after the injection. */
export const onDay = (day: number): string => addDays(injectionDay, day);
