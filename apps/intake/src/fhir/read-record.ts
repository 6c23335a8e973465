import { parseProcedureEvent } from '@ilium/contracts';
import type { FhirType } from '@ilium/site';
import { z } from 'zod';
import type { EventDraft, WorkNote } from '../source-messages/source-message.js';
import { nameOf } from './naming/names.js';
import { References, type ReferredRecords } from './naming/references.js';
import type { Reading } from './naming/sender.js';
import type { FhirRecord } from './resource/fhir-record.js';
import { fault, issuesOf, type Issue } from './resource/issue.js';
import { encounter } from './to-event/encounter.js';
import { saidOf, type Mapped, type MappedEvent, type MappingContext, type Places } from './to-event/mapping.js';
import { medicationAdministration } from './to-event/medication-administration.js';
import { observation } from './to-event/observation.js';
import { partsIn, takeBack, type PartsTold } from './to-event/parts.js';
import { patient } from './to-event/patient.js';
import { procedure } from './to-event/procedure.js';
import { questionnaireResponse } from './to-event/questionnaire-response.js';
import { isTestNumber, testFlag } from './to-event/test-patients.js';

/** What reads the records of each type. */
const mappings: Readonly<Record<FhirType, { read(record: FhirRecord, context: MappingContext): Mapped | z.ZodError }>> =
  {
    Patient: patient,
    Encounter: encounter,
    Procedure: procedure,
    MedicationAdministration: medicationAdministration,
    Observation: observation,
    QuestionnaireResponse: questionnaireResponse,
  };

/** A record as events and work, or what is wrong with it. */
export interface RecordRead {
  readonly ok: true;
  readonly events: readonly EventDraft[];
  readonly work: readonly WorkNote[];
  /** False where nothing of it can be used, so that it replaces nothing. */
  readonly isUsed: boolean;
  readonly parts: PartsTold;
  /** Takes back what an earlier version held. */
  readonly takeBack: (part: string) => readonly EventDraft[];
}

export type RecordReading = RecordRead | { readonly ok: false; readonly issues: readonly Issue[] };

/** Reads a record. Pure: what it refers to is at hand in `found`. */
export function readRecord(
  type: FhirType,
  record: FhirRecord,
  found: ReferredRecords,
  reading: Reading,
): RecordReading {
  const references = new References(record, found, reading);
  const context = { reading, record, references, name: nameOf(record, reading) };
  const mapped = mappings[type].read(record, context);
  if (mapped instanceof z.ZodError) return { ok: false, issues: issuesOf(mapped, type) };
  const told = [...mapped.events, ...testFlags(type, mapped.events, context)];
  const issues = told.flatMap((event) => schemaIssues(event, type));
  if (issues.length > 0) return { ok: false, issues };
  const draft = draftsOf(record);
  return {
    ok: true,
    events: told.map(draft),
    work: mapped.work,
    isUsed: told.length > 0 || mapped.ofParts !== undefined,
    parts: partsIn(told, mapped.ofParts?.unnamed),
    takeBack: (part) => takeBack(part, context).map(draft),
  };
}

function draftsOf(record: FhirRecord): (event: MappedEvent) => EventDraft {
  const time = saidOf(record);
  return ({ type, data, patient: whose }) => ({ type, time, data, patient: whose });
}

/** A Patient says so itself. */
function testFlags(type: FhirType, events: readonly MappedEvent[], context: MappingContext): readonly MappedEvent[] {
  const [first] = events;
  const { testPatients } = context.reading.site.incoming;
  if (type === 'Patient' || first === undefined || !isTestNumber(first.patient, testPatients)) return [];
  return [testFlag(first.patient, context)];
}

/** What the event's schema would refuse, as faults of the element that it came from. */
function schemaIssues({ type, data, places }: MappedEvent, root: string): readonly Issue[] {
  const parsed = parseProcedureEvent({ specversion: '1.0', id: 'draft', source: 'urn:ilium:draft', type, data });
  if (parsed.ok) return [];
  return parsed.detail.split('; ').map((said) => {
    const [path = '', expectation = 'not readable'] = said.split(': ');
    return fault('value', `The element can't be taken: ${expectation}.`, elementOf(path, places, root));
  });
}

function elementOf(path: string, places: Places, root: string): string {
  const parts = path.replace(/^data\./, '').split('.');
  for (let length = parts.length; length > 0; length -= 1) {
    const place = places[parts.slice(0, length).join('.')];
    if (place !== undefined) return place;
  }
  return root;
}
