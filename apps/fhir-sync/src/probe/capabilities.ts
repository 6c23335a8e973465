import { z } from 'zod';
import { server, type Findings } from './findings.js';

/** What a server says of itself: its CapabilityStatement, as far as the delivery of records cares. */

const codes = z.array(z.looseObject({ code: z.string().optional() })).default([]);

const statement = z.looseObject({
  resourceType: z.literal('CapabilityStatement'),
  fhirVersion: z.string().optional(),
  software: z.looseObject({ name: z.string().optional(), version: z.string().optional() }).optional(),
  rest: z
    .array(
      z.looseObject({
        security: z
          .looseObject({
            service: z.array(z.looseObject({ coding: codes.optional(), text: z.string().optional() })).default([]),
          })
          .optional(),
        interaction: codes,
        resource: z
          .array(
            z.looseObject({
              type: z.string(),
              interaction: codes,
              versioning: z.string().optional(),
              updateCreate: z.boolean().optional(),
              conditionalCreate: z.boolean().optional(),
              conditionalUpdate: z.boolean().optional(),
              searchParam: z.array(z.looseObject({ name: z.string().optional() })).default([]),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

export type Capabilities = z.output<typeof statement>;

export function readCapabilities(body: unknown): Capabilities | undefined {
  const read = statement.safeParse(body);
  return read.success ? read.data : undefined;
}

/** Types of records that Ilium writes. */
export const writtenTypes = ['Procedure', 'MedicationAdministration', 'Observation', 'DocumentReference'] as const;
export type WrittenType = (typeof writtenTypes)[number];

/** By which parameters a record of ours is found again; the last is its day. */
export const searchedBy: Readonly<Record<WrittenType, { readonly code: string; readonly day: string }>> = {
  Procedure: { code: 'code', day: 'date' },
  MedicationAdministration: { code: 'code', day: 'effective-time' },
  Observation: { code: 'code', day: 'date' },
  DocumentReference: { code: 'type', day: 'date' },
};

/** `FHIR 4.0.1, HAPI FHIR Server 7.2.0` */
export function nameOfServer({ fhirVersion, software }: Capabilities): string {
  const name = [software?.name, software?.version].filter((part) => part !== undefined && part !== '').join(' ');
  return [`FHIR ${fhirVersion ?? 'of a version that it does not say'}`, ...(name === '' ? [] : [name])].join(', ');
}

/** How it wants to know who asks: codes such as `SMART-on-FHIR`. */
export function securityOf({ rest }: Capabilities): readonly string[] {
  return rest.flatMap(({ security }) =>
    (security?.service ?? []).flatMap(({ coding, text }) => {
      const named = (coding ?? []).flatMap(({ code }) => code ?? []);
      return named.length > 0 ? named : (text ?? []);
    }),
  );
}

/** Everything that is declared, as findings. */
export function noteDeclared(capabilities: Capabilities, findings: Findings): void {
  const [rest] = capabilities.rest;
  if (rest === undefined) return;
  const system = new Set(rest.interaction.map(({ code }) => code));
  findings.declared('transaction', server, system.has('transaction') ? 'atomic' : 'refused');
  findings.declared('batch', server, system.has('batch') || system.has('transaction') ? 'all' : 'refused');
  for (const type of writtenTypes)
    noteType(
      type,
      rest.resource.find((one) => one.type === type),
      findings,
    );
  noteProvenance(
    rest.resource.find(({ type }) => type === provenance),
    findings,
  );
  for (const [question, type] of [
    ['patient-search', 'Patient'],
    ['encounter-search', 'Encounter'],
  ] as const) {
    const row = rest.resource.find((one) => one.type === type);
    const isOffered = row !== undefined && offers(row, 'search-type') && searches(row, 'identifier');
    findings.declared(question, type, isOffered ? 'filters' : 'refused');
  }
}

/** What goes along with records where the target takes it. */
export const provenance = 'Provenance';

function noteProvenance(row: Row | undefined, findings: Findings): void {
  const isTaken = row !== undefined && offers(row, 'update') && row.updateCreate === true;
  const detail = row === undefined ? 'the type is not declared' : undefined;
  findings.declared('update-create', provenance, isTaken ? 'created' : 'refused', detail);
}

type Row = Capabilities['rest'][number]['resource'][number];

function noteType(type: WrittenType, row: Row | undefined, findings: Findings): void {
  const canCreate = row !== undefined && offers(row, 'create');
  const canUpdate = row !== undefined && offers(row, 'update');
  const detail = row === undefined ? 'the type is not declared' : undefined;
  findings.declared('create', type, canCreate ? 'taken' : 'refused', detail);
  findings.declared('update-create', type, canUpdate && row.updateCreate === true ? 'created' : 'refused', detail);
  if (row === undefined) return;
  const { code, day } = searchedBy[type];
  const canFind = offers(row, 'search-type') && ['patient', code].every((name) => searches(row, name));
  const found = canFind ? (searches(row, day) ? 'found' : 'loosely') : 'refused';
  findings.declared('found-again', type, found, missingParameters(row, ['patient', code, day]));
  findings.declared('update', type, canUpdate ? 'taken' : 'refused');
  findings.declared('delete', type, offers(row, 'delete') ? 'gone' : 'refused');
  if (canCreate) findings.declared('conditional-create', type, row.conditionalCreate === true ? 'taken' : 'refused');
  if (canUpdate) findings.declared('conditional-update', type, row.conditionalUpdate === true ? 'taken' : 'refused');
  if (row.versioning !== undefined) {
    findings.declared('versions', type, row.versioning === 'no-version' ? 'never' : 'told', row.versioning);
    if (canUpdate) findings.declared('stale', type, row.versioning === 'versioned-update' ? 'noticed' : 'taken');
  }
}

function offers({ interaction }: Row, code: string): boolean {
  return interaction.some((one) => one.code === code);
}

function searches({ searchParam }: Row, name: string): boolean {
  return searchParam.some((one) => one.name === name);
}

function missingParameters(row: Row, names: readonly string[]): string | undefined {
  const missing = names.filter((name) => !searches(row, name));
  return missing.length === 0 ? undefined : `no search parameter ${missing.join(', ')}`;
}
