import { createHash } from 'node:crypto';
import { deliveredTypes } from '@ilium/site';
import type { ClaimedRecord } from '../reconcile/claimed-record.js';
import { placeOf } from '../reconcile/its-place.js';
import type { Put } from '../target/bundle.js';

export interface ProvenanceSettings {
  /** Where Ilium's own code systems and identifiers are: `base` of the site's rules. */
  readonly base: string;
}

type ToldRecord = Pick<ClaimedRecord, 'key' | 'serverId' | 'revisedAt' | 'isFirst' | 'retracted'>;

/** As long as the ids of the other records. */
const idDigits = 23;

/** Patients have none: they are not ours, even where we create them. */
export function hasProvenance(key: string): boolean {
  return deliveredTypes.some((type) => key.startsWith(`${type}/`));
}

/** The same for each revision of a record and from each instance, so that there is never a second one. Ids of records are keyed hashes already. */
export function provenanceKey(key: string): string {
  const digest = createHash('sha256').update(`provenance of ${key}`).digest('hex');
  return `Provenance/v${digest.slice(0, idDigits)}`;
}

/**
 * Who wrote this revision of a record, when, and as what. It is the same text on each repetition: the time is the one at which the
 * revision came, and not that of sending.
 */
export function provenanceOf(record: ToldRecord, { base }: ProvenanceSettings): Put {
  const key = provenanceKey(record.key);
  const [resourceType, id] = key.split('/');
  const place = placeOf(record);
  const resource = {
    resourceType,
    id,
    meta: {
      profile: ['http://hl7.org/fhir/us/core/StructureDefinition/us-core-provenance'],
      tag: [{ system: `${base}/CodeSystem/tag`, code: 'ilium' }],
    },
    target: [{ reference: place, type: place.slice(0, place.indexOf('/')) }],
    recorded: record.revisedAt.toISOString(),
    activity: { coding: [{ system: activities, code: activityOf(record) }] },
    agent: [
      {
        type: { coding: [{ system: agentTypes, code: 'assembler' }] },
        who: { type: 'Device', identifier: { system: `${base}/device`, value: 'ilium' }, display: 'Ilium' },
      },
    ],
  };
  return { key, resource: JSON.stringify(resource), ifMatch: null };
}

/** Of these R4's value set provenance-activity-type takes CREATE, UPDATE, APPEND, DELETE and NULLIFY. */
const activities = 'http://terminology.hl7.org/CodeSystem/v3-DataOperation';
const agentTypes = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type';

/** What is taken back stays, entered in error: it is not deleted. */
function activityOf({ retracted, isFirst }: ToldRecord): 'CREATE' | 'UPDATE' | 'NULLIFY' {
  if (retracted) return 'NULLIFY';
  return isFirst ? 'CREATE' : 'UPDATE';
}
