import { readBody } from '../door/json-body.js';
import type { RunningSource } from '../fhir-sources.js';
import { readNotification } from '../notifications/read-notification.js';
import { refusalAnswer, type FhirAnswer } from './answers.js';

/** Takes a notification of a source's subscription. Acknowledged only when what it tells of, and what it shows to be missing, is taken. */
export async function notificationAnswer({ notifications }: RunningSource, body: Buffer): Promise<FhirAnswer> {
  const read = readBody(body);
  if (!read.ok) return refusalAnswer(400, [read.issue]);
  const notification = readNotification(read.record);
  if (!('events' in notification)) return refusalAnswer(422, notification);
  await notifications.receive(notification);
  return refusalAnswer(200, []);
}
