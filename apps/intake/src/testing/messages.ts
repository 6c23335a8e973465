import type { SourceMessage } from '../source-messages/source-message.js';

/** An invented message with one event, as a door would hand it over. */
export function messageOf(controlId: string, changes: Partial<SourceMessage> = {}): SourceMessage {
  return {
    door: 'test',
    site: 'test-site',
    sender: 'SIM-EHR',
    controlId,
    type: 'ORU^R01',
    body: Buffer.from(`MSH|^~\\&|SIM-EHR|||||||${controlId}`),
    answer: `AA ${controlId}`,
    work: [],
    events: [
      {
        type: 'ilium.score.reported.v1',
        time: '2026-03-12T10:05:00-04:00',
        patient: { system: 'urn:oid:2.999.1', value: `SYNTHETIC-${controlId}` },
        data: { controlId },
      },
    ],
    ...changes,
  };
}
