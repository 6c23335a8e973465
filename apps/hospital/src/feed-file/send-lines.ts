import { createHmac, randomBytes } from 'node:crypto';
import { readProcedureEvent, topicSettings, type ProcedureEvent } from '@ilium/contracts';
import type { OutgoingRecord } from '@ilium/messaging';
import { readLines, type Line } from './lines.js';

export interface Count {
  /** Lines that are not blank. */
  readonly lines: number;
  readonly sent: number;
  readonly refused: number;
}

export interface Sending {
  /** Returns when Kafka has acknowledged all of them. */
  readonly send: (records: readonly OutgoingRecord[]) => Promise<void>;
  /** Hears of each line that is not sent; the reason holds paths, never values. */
  readonly onRefused: (number: number, reason: string) => void;
  /** Hears how far it has come, after each chunk. */
  readonly onProgress: (count: Count) => void;
}

const headers = { 'content-type': 'application/cloudevents+json; charset=UTF-8' };
/** What a record needs beside its value. */
const overhead = 1_024;
const maxLineBytes = topicSettings['procedure-events'].maxMessageBytes - overhead;
const chunkRecords = 500;
const chunkBytes = 700_000;

/** Sends the CloudEvents of a stream, one a line, as they are; what Ilium would park is refused here and now. */
export async function sendLines(stream: AsyncIterable<Buffer>, sending: Sending): Promise<Count> {
  const keyOf = localityKeys();
  let [lines, sent, refused, bytes] = [0, 0, 0, 0];
  let chunk: OutgoingRecord[] = [];
  const flush = async () => {
    if (chunk.length > 0) await sending.send(chunk);
    sent += chunk.length;
    [chunk, bytes] = [[], 0];
    sending.onProgress({ lines, sent, refused });
  };
  for await (const line of readLines(stream, maxLineBytes)) {
    if (isBlank(line)) continue;
    lines += 1;
    const read = readLine(line);
    if ('refused' in read) {
      refused += 1;
      sending.onRefused(line.number, read.refused);
      continue;
    }
    if (bytes + read.value.length > chunkBytes) await flush();
    chunk.push({ key: keyOf(read.event), value: read.value, headers });
    bytes += read.value.length;
    if (chunk.length >= chunkRecords) await flush();
  }
  await flush();
  return { lines, sent, refused };
}

type LineRead = { readonly event: ProcedureEvent; readonly value: Buffer } | { readonly refused: string };

function readLine({ bytes: value }: Line): LineRead {
  if (value === undefined) return { refused: `too-long: a line has at most ${maxLineBytes} bytes` };
  const read = readProcedureEvent({ value, headers });
  return read.ok ? { event: read.event, value } : { refused: `${read.reason}: ${read.detail}` };
}

function isBlank({ bytes }: Line): boolean {
  return bytes !== undefined && bytes.every((byte) => byte === 0x20 || byte === 0x09);
}

function patientOf(data: ProcedureEvent['data']) {
  if ('survivor' in data) return data.survivor;
  return 'to' in data ? data.to : data.patient;
}

/** One key per patient, so that a patient's events stay together; nobody can read a patient from it. */
function localityKeys(): (event: ProcedureEvent) => string {
  const secret = randomBytes(32);
  return ({ data }) => {
    const { system, value } = patientOf(data);
    return createHmac('sha256', secret)
      .update(JSON.stringify([system, value]))
      .digest('base64url')
      .slice(0, 22);
  };
}
