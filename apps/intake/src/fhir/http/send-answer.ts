import type { FhirAnswer } from './answers.js';
import type { HttpReply } from './http-message.js';
import { fhirContentType } from './prepare-fhir-door.js';

export function sendAnswer(reply: HttpReply, { status, headers = {}, body }: FhirAnswer): void {
  reply.code(status);
  for (const [name, value] of Object.entries(headers)) reply.header(name, value);
  reply.header('content-type', fhirContentType);
  reply.send(body === undefined ? '' : JSON.stringify(body));
}
