import {
  siteName,
  type GuidanceModality,
  type OutcomeStrata,
  type ProcedureType,
  type ReasonGroup,
  type Steroid,
} from '@ilium/contracts';
import type { Gender } from '../../terminology/genders.js';
import { ageBandOn } from './age-bands.js';
import { priorTreatmentsOf, type DatedSession, type PriorTreatmentTold } from './history.js';

/** A session, as far as statistics tell it apart from others. */
export interface DescribedSession
  extends DatedSession, Pick<OutcomeStrata, 'intent' | 'agents' | 'sides'>, Partial<Pick<OutcomeStrata, 'contrast'>> {
  readonly type: ProcedureType;
  readonly isTherapeutic: boolean;
  readonly done: readonly DescribedJoint[];
}

interface DescribedJoint extends Pick<OutcomeStrata, 'region' | 'approach' | 'levels'> {
  readonly type: ProcedureType;
}

/** What a session is told by besides itself. */
export interface Surroundings {
  /** Why it was done. */
  readonly reasons: readonly ReasonGroup[];
  /** All sessions of the patient, by their start. */
  readonly sessions: readonly DescribedSession[];
  readonly history: readonly PriorTreatmentTold[];
  /** A day, a month or a year. */
  readonly birthDay?: string | undefined;
  readonly gender?: Gender | undefined;
  readonly steroid?: Steroid | undefined;
  /** Imaging that is told of any of its procedures. */
  readonly modalities?: readonly GuidanceModality[];
  /** Whose messages told of its procedures. */
  readonly sites?: readonly string[];
}

/** What statistics tell sessions apart by. Lists are sorted, so that equal sessions are equal texts. */
export function strataOf(session: DescribedSession, surroundings: Surroundings): OutcomeStrata {
  const { intent, agents, sides, contrast } = session;
  const { reasons, sessions, history, steroid } = surroundings;
  return {
    intent,
    agents,
    sides,
    ...(contrast === undefined ? {} : { contrast }),
    ...placeOf(session),
    isIndex: isIndex(session, sessions),
    reasons: [...new Set(reasons)].sort(),
    priorTreatments: [...priorTreatmentsOf(session, sessions, history)],
    ...personOf(session, surroundings),
    ...guidanceOf(surroundings),
    ...(steroid === undefined ? {} : { steroid }),
    ...siteOf(surroundings),
  };
}

function personOf(
  { start }: DescribedSession,
  { birthDay, gender }: Surroundings,
): Pick<OutcomeStrata, 'ageBand' | 'sex'> {
  const known = start?.day !== undefined && birthDay !== undefined;
  const ageBand = known ? ageBandOn(start.day, birthDay) : undefined;
  return { ...(ageBand === undefined ? {} : { ageBand }), ...(gender === undefined ? {} : { sex: gender }) };
}

/** Where several are told, none of them guided the whole session. */
function guidanceOf({ modalities = [] }: Surroundings): Pick<OutcomeStrata, 'guidance'> {
  const guidance = onlyOne(new Set(modalities));
  return guidance === undefined ? {} : { guidance };
}

function siteOf({ sites = [] }: Surroundings): Pick<OutcomeStrata, 'site'> {
  const site = onlyOne(new Set(sites));
  return site !== undefined && siteName.test(site) ? { site } : {};
}

/** Where on the spine, as far as the session's procedures agree. Both sides of a level are one level. */
function placeOf({ done: joints }: DescribedSession): Pick<OutcomeStrata, 'region' | 'approach' | 'levels'> {
  const regions = new Set(joints.map((joint) => joint.region));
  const approaches = new Set(joints.map((joint) => joint.approach));
  const [region, approach] = [onlyOne(regions), onlyOne(approaches)];
  const levels = regions.size > 1 ? 0 : Math.max(0, ...joints.map((joint) => joint.levels ?? 0));
  return {
    ...(region === undefined ? {} : { region }),
    ...(approach === undefined ? {} : { approach }),
    ...(levels === 0 ? {} : { levels }),
  };
}

function onlyOne<Value>(values: ReadonlySet<Value>): Value | undefined {
  return values.size === 1 ? [...values][0] : undefined;
}

/**
 * Clinical rule 22: the patient's first therapeutic session of its type in the calendar year of the site. Sentences about
 * patients count these. A session without a steroid opens no episode, so it is nobody's index; nor is a disputed one.
 */
function isIndex(session: DescribedSession, sessions: readonly DescribedSession[]): boolean {
  const year = yearOf(session);
  const first = sessions.find(
    (other) => other.isTherapeutic && !other.isDisputed && other.type === session.type && yearOf(other) === year,
  );
  return year !== undefined && first === session;
}

const yearLength = '2026'.length;

function yearOf({ start }: DescribedSession): string | undefined {
  return start?.day?.slice(0, yearLength);
}
