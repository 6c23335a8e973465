import type { Target } from '@ilium/site';
import type { OperationOutcome } from '@medplum/fhirtypes';
import type { Settlement } from '../desired/settlement.js';
import { isPatient } from '../lanes/created-patient.js';
import type { ClaimedRecord } from '../reconcile/claimed-record.js';
import { waiting, type PatienceSettings } from '../reconcile/verdicts.js';
import type { Place } from '../target/server-places.js';
import { compareIdentity, type IdentityComparison, type IdentityElement } from './compare-identity.js';
import { identityDigest } from './identity-digest.js';
import type { IdentityDoubt } from './identity-doubts.js';
import type { SourceIdentities } from './source-identities.js';

/** What speaks against writing into somebody's chart. */
export type PatientDoubt =
  | { readonly reason: 'overlay-suspected'; readonly doubt: IdentityDoubt }
  | {
      readonly reason: 'identity-mismatch';
      readonly differing: readonly IdentityElement[];
      readonly doubt: IdentityDoubt;
    };

const paths: Readonly<Record<IdentityElement, string>> = {
  birthDate: 'Patient.birthDate',
  gender: 'Patient.gender',
  family: 'Patient.name.family',
};

/** Whether the records of a claim may be written into the charts that their identifiers lead to. */
export class RightPatient {
  /** A patient has many records, and a chart one place. */
  readonly #compared = new Map<Place, IdentityComparison>();

  constructor(
    private readonly identities: SourceIdentities,
    private readonly policy: Target['identity'],
  ) {}

  /** Undefined where nothing speaks against it: also where one side says nothing. */
  doubtAbout(
    { key, subject }: Pick<ClaimedRecord, 'key' | 'subject'>,
    places: ReadonlyMap<string, Place>,
  ): PatientDoubt | undefined {
    const source = subject === null ? undefined : this.identities.get(subject);
    if (subject === null || source === undefined) return undefined;
    if (source.isOverlaid) return { reason: 'overlay-suspected', doubt: { subject, digest: null } };
    // A Patient of ours that differs is about to be corrected.
    if (this.policy === 'trusted' || isPatient({ key })) return undefined;
    const place = places.get(subject);
    if (place?.kind !== 'found' || place.identity === undefined) return undefined;
    const compared = this.#compared.get(place) ?? compareIdentity(source.said, place.identity);
    this.#compared.set(place, compared);
    if (compared.verdict !== 'mismatch') return undefined;
    const digest = identityDigest(subject, source.said, place.identity);
    if (digest === source.acceptedDigest) return undefined;
    return { reason: 'identity-mismatch', differing: compared.differing, doubt: { subject, digest } };
  }
}

/** The record waits until source and chart agree, or a person has looked. */
export function heldForPatient(record: ClaimedRecord, doubt: PatientDoubt, patience: PatienceSettings): Settlement {
  const outcome = JSON.stringify(outcomeOf(doubt));
  return { ...waiting(record, doubt.reason, patience), outcome, identityDoubt: doubt.doubt };
}

/** Names what differs, and no value of it. */
function outcomeOf(doubt: PatientDoubt): OperationOutcome {
  const diagnostics =
    doubt.reason === 'overlay-suspected'
      ? 'The source says another family name and another date of birth of this identifier than before. Somebody has to look whether it is somebody else now: POST /v1/work/Patient/… with right-patient releases it.'
      : 'The Patient that the identifier leads to is not who the source means. It goes on by itself when either side is corrected, or when somebody says that it is the right patient: GET /v1/work lists it.';
  const expression = doubt.reason === 'identity-mismatch' ? doubt.differing.map((element) => paths[element]) : [];
  const elements = expression.length === 0 ? {} : { expression };
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: 'conflict', diagnostics, ...elements }],
  };
}
