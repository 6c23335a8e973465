import type { EventAnswers } from '../rest/event-answers.js';

/** An invented event, as `POST /v1/events` takes it. */
export const eventExample = {
  specversion: '1.0',
  id: 'score-1-1',
  source: 'https://example.org/my-ehr',
  type: 'ilium.score.reported.v1',
  time: '2026-03-12T09:41:00-04:00',
  data: {
    feed: { site: 'example-clinic', application: 'my-ehr', family: 'events' },
    patient: { system: 'urn:oid:2.999.7.9.1', value: 'EXAMPLE-1' },
    identifier: { system: 'urn:oid:2.999.7.9.8', value: 'SCORE-1' },
    version: { eventTime: '2026-03-12T09:41:00-04:00' },
    report: {
      measure: { system: 'http://loinc.org', code: '72514-3' },
      value: 7,
      effective: '2026-03-12T09:40:00-04:00',
      timing: 'before',
    },
  },
} as const;

/** The answer to two events, one of which lacks the system of its patient's number. */
export const answersExample: EventAnswers = {
  taken: 1,
  repeated: 0,
  refused: 1,
  events: [
    { source: 'https://example.org/my-ehr', id: 'score-1-1', status: 'taken' },
    {
      source: 'https://example.org/my-ehr',
      id: 'score-1-2',
      status: 'refused',
      reason: 'schema-violation',
      detail: 'data.patient.system: invalid_type, string expected',
    },
  ],
};
