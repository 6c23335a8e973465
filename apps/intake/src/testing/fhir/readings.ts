import { parseProcedureEvent } from '@ilium/contracts';
import type { ReferredRecords } from '../../fhir/naming/references.js';
import { postingSender } from '../../fhir/naming/sender.js';
import { readRecord, type RecordReading } from '../../fhir/read-record.js';
import type { FhirRecord } from '../../fhir/resource/fhir-record.js';
import { isTakenType } from '../../fhir/resource/taken-types.js';
import { identify, siteWith } from './sites.js';

export const nothing: ReferredRecords = new Map();

export function read(record: FhirRecord, found = nothing, site = siteWith({})): RecordReading {
  const type = record.resourceType;
  if (!isTakenType(type)) throw new Error(`${type} is no type that is taken.`);
  return readRecord(type, record, found, { site, sender: postingSender(site), identify });
}

/** The events that a record is read as, each as the schema of events has it. */
export function events(record: FhirRecord, found = nothing, site = siteWith({})) {
  const reading = read(record, found, site);
  if (!reading.ok) throw new Error(`The record was refused: ${JSON.stringify(reading.issues)}`);
  return reading.events.map(({ type, data }) => {
    const parsed = parseProcedureEvent({ specversion: '1.0', id: '1', source: 'urn:test', type, data });
    if (!parsed.ok) throw new Error(parsed.detail);
    return parsed.event;
  });
}

/** What its first event reports. */
export function report(record: FhirRecord, found = nothing, site = siteWith({})): Record<string, unknown> {
  const [event] = events(record, found, site);
  return event !== undefined && 'report' in event.data ? { ...event.data.report } : {};
}

/** The places of its faults. */
export function faults(record: FhirRecord): readonly (string | undefined)[] {
  const reading = read(record);
  return reading.ok ? [] : reading.issues.map(({ expression }) => expression);
}

/** What a person should look at. */
export function work(record: FhirRecord): readonly string[] {
  const reading = read(record);
  return reading.ok ? reading.work.map(({ reason, path }) => `${reason} ${path}`) : [];
}
