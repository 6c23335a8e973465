import { StoreAway } from '../../source-messages/source-message.js';
import { controlIdOfBundle, controlIdOfRecord, type Arriving } from '../door/arrival.js';
import { notTaken, type EntryAnswer } from '../door/fates.js';
import type { Answered, FhirDoor } from '../door/fhir-door.js';
import { readBody } from '../door/json-body.js';
import { readBundle, type Bundle } from '../door/read-bundle.js';
import { EhrAway } from '../ehr/ehr-away.js';
import type { Sender } from '../naming/sender.js';
import { idOf, type FhirRecord } from '../resource/fhir-record.js';
import { fault, type Issue } from '../resource/issue.js';
import { isTakenType } from '../resource/taken-types.js';
import {
  bundleAnswer,
  messageAnswer,
  preferenceOf,
  recordAnswer,
  refusalAnswer,
  refusalOfStatus,
  type FhirAnswer,
  type Preference,
} from './answers.js';

/** What a client asks of the door. */
export interface Posting {
  readonly sender: Sender;
  readonly body: Buffer;
  readonly peer?: string | undefined;
  /** `http://127.0.0.1:4605/fhir` */
  readonly base: string;
  readonly prefer?: string | undefined;
}

const retryAfterSeconds = 10;

/** An answer that says to come again, where the database or the sender's server is away; any other error is a defect. */
export async function orComeAgain(answer: () => Promise<FhirAnswer>): Promise<FhirAnswer> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof StoreAway) && !(error instanceof EhrAway)) throw error;
    const wait = error instanceof EhrAway ? (error.retryAfterSeconds ?? retryAfterSeconds) : retryAfterSeconds;
    return { status: 503, headers: { 'retry-after': String(wait) }, body: refusalOfStatus(503) };
  }
}

/** `POST [base]`: a bundle. */
export async function postBundle(door: FhirDoor, posting: Posting): Promise<FhirAnswer> {
  const read = readBody(posting.body);
  if (!read.ok) return refusalAnswer(400, [read.issue]);
  const { record } = read;
  if (record.resourceType !== 'Bundle') {
    return refusalAnswer(400, [fault('structure', 'A Bundle is taken here; single records at their type.')]);
  }
  const bundle = readBundle(record);
  return isBundle(bundle) ? takeBundle(door, bundle, posting) : refusalAnswer(422, bundle);
}

function isBundle(read: Bundle | readonly Issue[]): read is Bundle {
  return 'entries' in read && 'type' in read;
}

async function takeBundle(door: FhirDoor, bundle: Bundle, posting: Posting): Promise<FhirAnswer> {
  const { sender, peer, body, base, prefer } = posting;
  const entries = bundle.entries.map((entry): Arriving => entry);
  const together = bundle.type === 'batch' ? 'each' : 'one';
  const controlId = controlIdOfBundle(bundle, body);
  const answered = await door.take({ sender, peer, body, controlId, type: 'Bundle', entries, together });
  return answerOf(bundle, answered, base, preferenceOf(prefer));
}

function answerOf(bundle: Bundle, answered: Answered, base: string, preference: Preference): FhirAnswer {
  const issues = answered.entries.flatMap((one) => one.issues);
  const records = bundle.entries.map(({ record }) => record);
  const [header] = records;
  if (bundle.type === 'message' && header !== undefined) return messageAnswer(header, issues, base);
  if (bundle.type === 'batch') return bundleAnswer('batch-response', answered.entries, records, base, preference);
  if (answered.isRefused) return refusalAnswer(422, issues);
  if (bundle.type === 'history') return refusalAnswer(200, issues);
  return bundleAnswer('transaction-response', answered.entries, records, base, preference);
}

/** `POST [base]/[type]` and `PUT [base]/[type]/[id]`: one record. */
export async function takeRecord(
  door: FhirDoor,
  place: { readonly type: string; readonly id?: string },
  posting: Posting,
): Promise<FhirAnswer> {
  const { type, id } = place;
  if (!isTakenType(type)) return refusalAnswer(404, [notTaken('Resource')]);
  const read = readBody(posting.body);
  if (!read.ok) return refusalAnswer(400, [read.issue]);
  const { record } = read;
  const issues = mismatches(record, type, id);
  if (issues.length > 0) return refusalAnswer(400, issues);
  const { sender, peer, body, base, prefer } = posting;
  const method = id === undefined ? 'POST' : 'PUT';
  const entry: Arriving = { record, method, url: type, issues: [] };
  const controlId = controlIdOfRecord(record, method, body);
  const { entries } = await door.take({ sender, peer, body, controlId, type, entries: [entry], together: 'one' });
  const [answer = nothingAnswered] = entries;
  return recordAnswer(answer, record, base, preferenceOf(prefer));
}

const nothingAnswered: EntryAnswer = { status: 422, issues: [fault('exception', 'Nothing was taken.')] };

/** What is sent to a place has to be of it (FHIR R4, 3.1.0.4). */
function mismatches(record: FhirRecord, type: string, id: string | undefined): readonly Issue[] {
  if (record.resourceType !== type) {
    return [fault('invalid', 'The record is of another type than the address.', `${type}.resourceType`)];
  }
  const isOther = id !== undefined && idOf(record) !== id;
  return isOther ? [fault('invalid', 'The id has to be that of the address.', `${type}.id`)] : [];
}
