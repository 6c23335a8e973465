import type { DesiredRecord } from '@ilium/contracts';

const patientSystem = 'urn:oid:1.2.3';

/** `system|value` of a patient, as the scripted server's places have it. */
export function patientIdentifier(value: string): string {
  return `${patientSystem}|${value}`;
}

/** What the source says of a patient. */
export function desiredPatient(
  value: string,
  { revision = 1, ...said }: { readonly revision?: number } & Readonly<Record<string, unknown>> = {},
): DesiredRecord {
  const id = `s${value}`;
  const identifier = [{ system: patientSystem, value }];
  return { key: `Patient/${id}`, revision, resource: { resourceType: 'Patient', id, identifier, ...said } };
}

interface Shape {
  readonly revision?: number;
  readonly patient?: string;
  readonly refersTo?: readonly string[];
  readonly status?: string;
}

/** A record of ours, `Procedure/p1` for example, about patient 1 unless told otherwise. */
export function desired(
  key: string,
  { revision = 1, patient = '1', refersTo = [], status = 'completed' }: Shape = {},
): DesiredRecord {
  const [resourceType = '', id = ''] = key.split('/');
  const subject = { type: 'Patient', identifier: { system: patientSystem, value: patient } };
  const partOf = refersTo.map((reference) => ({ reference }));
  return { key, revision, resource: { resourceType, id, status, subject, partOf, note: [{ text: `r${revision}` }] } };
}
