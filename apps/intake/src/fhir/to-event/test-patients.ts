import type { Identifier } from '@ilium/contracts';
import type { Site } from '@ilium/site';
import { z } from 'zod';
import type { FhirRecord } from '../resource/fhir-record.js';
import { reportEvent, type MappedEvent, type MappingContext } from './mapping.js';

/** Patients that are none, by the site file. */
type TestPatients = Site['incoming']['testPatients'];

export function isTestNumber({ value }: Identifier, { identifiers }: TestPatients): boolean {
  return identifiers.some((pattern) => fits(value, pattern));
}

const named = z.looseObject({ name: z.array(z.looseObject({ family: z.string().optional() })) });

export function isTestName(record: FhirRecord, { names }: TestPatients): boolean {
  const read = named.safeParse(record);
  if (!read.success) return false;
  return read.data.name.some(({ family }) => family !== undefined && names.some((pattern) => fits(family, pattern)));
}

/** `*` stands for anything; capitals count as small letters. */
function fits(text: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const whole = text.toLowerCase();
  if (rest.length === 0) return whole === first;
  const last = rest.pop() ?? '';
  let at = first.length;
  if (!whole.startsWith(first)) return false;
  for (const part of rest) {
    const found = whole.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return whole.length - last.length >= at && whole.endsWith(last);
}

/** What a record of a test patient says of the patient, under a name of its own: it must not outdo the Patient's own record. */
export function testFlag(patient: Identifier, context: MappingContext): MappedEvent {
  const identifier = { system: patient.system, value: `${patient.value}#test` };
  const report = { flags: ['test'] };
  return reportEvent({ kind: 'patient', patient, identifier, status: 'final', report, places: {} }, context);
}
