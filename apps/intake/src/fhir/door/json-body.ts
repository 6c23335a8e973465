import { asRecord, type FhirRecord } from '../resource/fhir-record.js';
import { fault, type Issue } from '../resource/issue.js';

/** Deeper than any record of a hospital, and shallow enough for what walks through it. */
const deepest = 64;

export type BodyReading =
  { readonly ok: true; readonly record: FhirRecord } | { readonly ok: false; readonly issue: Issue };

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** The record that a body holds. FHIR R4 is UTF-8, whatever a header says. */
export function readBody(body: Uint8Array): BodyReading {
  const value = parsed(body);
  if (value === undefined) return refuse('structure', 'The body is not usable JSON in UTF-8.');
  if (isTooDeep(value)) return refuse('too-long', `The body is nested more than ${deepest} levels deep.`);
  const record = asRecord(value);
  return record === undefined
    ? refuse('structure', 'The body is no FHIR resource: it has no usable resourceType.')
    : { ok: true, record };
}

function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(body));
  } catch {
    return undefined;
  }
}

function refuse(code: 'structure' | 'too-long', diagnostics: string): BodyReading {
  return { ok: false, issue: fault(code, diagnostics) };
}

/** Level by level, since a hostile body must not end the stack. */
function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > deepest) return true;
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return false;
}
