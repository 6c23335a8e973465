import type { Act, Administration, Bill, Complication, Course, Score, Steps, Visit } from './story.js';

/** Stories for tests: a completed injection of the left SI joint, with a steroid. */

const person = { mrn: 'SIM-1', family: 'Simulated-Oak', birthDate: '1960-01-01', sex: 'female' } as const;
export const needle = '2026-01-10';

export const steroid: Administration = {
  number: 'ADM-1',
  agent: 'triamcinolone',
  into: 'joint',
  side: 'left',
  status: 'completed',
  tiedBy: 'procedure',
  isWithdrawn: false,
};

export const steps: Steps = {
  isPositionTold: false,
  isGuidanceTold: false,
  guidance: 'fluoroscopy',
  spread: undefined,
  intent: 'therapeutic',
  declaredBy: undefined,
  isOrderTold: false,
};

export const act: Act = {
  number: 'PRC-1',
  procedure: 'si-joint-injection',
  orderNumber: 'ORD-1',
  sides: ['left'],
  isAnonymous: false,
  isSideCorrected: false,
  isToldInParts: false,
  facility: undefined,
  levels: 1,
  steps,
};

export const bill: Bill = {
  isNumbered: true,
  tiedBy: 'visit',
  isFacilityCharged: false,
  areDrugsCharged: true,
  correction: 'none',
  correctedOn: '2026-02-10',
};

export const complication: Complication = {
  number: 'CMP-1',
  name: 'flare',
  day: '2026-02-09',
  minute: undefined,
  after: 0,
  namedBy: 'visit',
  isToldTwice: false,
  isUnspecificFirst: false,
  isWithdrawn: false,
};

export function visit(more: Partial<Visit> = {}): Visit {
  return {
    number: 'V-1',
    procedure: 'si-joint-injection',
    tellsNumber: true,
    day: needle,
    clock: { start: 600, end: 615 },
    status: 'completed',
    record: 'patient',
    acts: [act],
    administrations: [steroid],
    bill: undefined,
    isWithdrawn: false,
    ...more,
  };
}

export function nrs(day: string, more: Partial<Score> = {}): Score {
  return {
    number: `SCR-${day}`,
    measure: 'nrs',
    painLocation: undefined,
    side: undefined,
    day,
    minute: undefined,
    timing: undefined,
    value: 8,
    whyMissing: 'asked-declined',
    names: undefined,
    namedBy: 'visit',
    record: 'patient',
    isWithdrawn: false,
    toldFirst: undefined,
    isToldInUtc: false,
    ...more,
  };
}

export function course(visits: readonly Visit[], scores: readonly Score[] = []): Course {
  return {
    index: 1,
    patient: person,
    secondRecord: undefined,
    wrongChart: undefined,
    namesake: undefined,
    visits,
    scores,
    codeStyle: 'fhir',
    hasDemographics: false,
    deathDay: undefined,
    flag: undefined,
    complications: [],
    history: [],
  };
}
