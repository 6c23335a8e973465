import type { ReportKind } from '@ilium/contracts';
import { localTime, type Day } from './calendar.js';
import { lastDay } from './last-day.js';
import type { Person } from './story.js';
import { identifier, type Identifier } from './vocabulary.js';

/** The systems of the simulated hospital that tell something, each with its way of sending. */
export const sources = {
  ehr: { application: 'SIM-EHR', family: 'events', isBinary: false },
  billing: { application: 'SIM-BILLING', family: 'dft', isBinary: true },
  emar: { application: 'SIM-EMAR', family: 'ras', isBinary: true },
  questionnaires: { application: 'SIM-PRO', family: 'oru', isBinary: false },
  orders: { application: 'SIM-ORDERS', family: 'orm', isBinary: false },
  registration: { application: 'SIM-ADT', family: 'adt', isBinary: true },
} as const;
export type SourceName = keyof typeof sources;

/** One thing that a source says, before it is packed into an event. */
export interface Statement {
  readonly source: SourceName;
  readonly type: string;
  /** Whose stream it is sent in. */
  readonly about: Person;
  readonly time: string;
  readonly data: object;
  /** What was said of it before, as far as a message of HL7 v2 has to say it again. */
  readonly saidBefore?: object | undefined;
}

export type ReportStatus = 'preliminary' | 'final' | 'corrected' | 'void';

/** When a source says something. What would be said after the feed's last day is said at its end. */
export interface Moment {
  readonly day: Day;
  readonly minute: number;
}

const lastMinute = 23 * 60 + 50;

export function timeOf({ day, minute }: Moment): string {
  return day > lastDay ? localTime(lastDay, lastMinute) : localTime(day, Math.min(minute, lastMinute));
}

export interface Said {
  readonly source: SourceName;
  readonly kind: ReportKind;
  readonly about: Person;
  /** The source's identifier of what it reports, or how it is found without one. */
  readonly named: { readonly identifier: Identifier } | { readonly anchor: object };
  readonly at: Moment;
  readonly status?: ReportStatus;
  readonly revision?: number | undefined;
  readonly report: object;
  readonly saidBefore?: object | undefined;
}

/** A report as its event's data. */
export function reported(said: Said): Statement {
  const { source, kind, about, named, at, status = 'final', revision, report, saidBefore } = said;
  const time = timeOf(at);
  return {
    source,
    type: `ilium.${kind}.reported.v1`,
    about,
    time,
    data: {
      feed: feedOf(source),
      patient: identifier('mrn', about.mrn),
      ...named,
      version: { eventTime: time, status, ...(revision === undefined ? {} : { revision }) },
      report,
    },
    saidBefore,
  };
}

export function feedOf(source: SourceName) {
  const { application, family } = sources[source];
  return { site: 'riverside', application, family };
}
