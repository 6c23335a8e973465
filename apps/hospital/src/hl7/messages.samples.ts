import type { Message } from '../feed/message.js';
import { identifier } from '../feed/vocabulary.js';

export const number = identifier;

interface Saying {
  readonly type?: string;
  readonly kind?: string;
  readonly application?: string;
  readonly status?: string;
  readonly identifier?: object;
  readonly anchor?: object;
  readonly report?: object;
  readonly data?: object;
}

const usualApplications: Readonly<Record<string, string>> = {
  procedure: 'SIM-EHR',
  administration: 'SIM-EMAR',
  charge: 'SIM-BILLING',
  score: 'SIM-PRO',
  order: 'SIM-ORDERS',
  patient: 'SIM-ADT',
};

/** A message that says one thing of one patient in one moment. */
export function said({ kind = 'procedure', status = 'final', ...saying }: Saying): Message {
  const { type = `ilium.${kind}.reported.v1`, application = usualApplications[kind] ?? 'SIM-EHR', data } = saying;
  const { identifier: own, anchor, report } = saying;
  const head = {
    feed: { site: 'riverside', application, family: 'events' },
    version: { eventTime: '2026-03-12T10:30:00-04:00', status },
  };
  const reported = {
    patient: number('mrn', 'SIM-1'),
    ...(own === undefined ? {} : { identifier: own }),
    ...(anchor === undefined ? {} : { anchor }),
    report,
  };
  return {
    event: {
      specversion: '1.0',
      id: '0123456789abcdef01234567',
      source: 'https://hospital.example/sim',
      type,
      data: { ...head, ...(data ?? reported) },
    },
    isBinary: false,
    key: 'k',
    isRepeat: false,
    course: 1,
  };
}
