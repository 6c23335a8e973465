import type { Target } from '@ilium/site';
import type { DesiredRecordsRepository } from '../desired/desired-records.repository.js';
import { RightPatient } from '../identity/right-patient.js';
import { CreateOnlyDelivery } from '../lanes/create-only/create-only-delivery.js';
import { findOriginals } from '../lanes/native.js';
import { RepositoryLane } from '../lanes/repository.js';
import type { ProvenanceAlong } from '../provenance/provenance-along.js';
import { arrange } from '../reconcile/arrange.js';
import { components, referredFirst } from '../reconcile/by-reference.js';
import type { Lanes } from '../reconcile/lane-run.js';
import type { Readings } from '../reconcile/readings.js';
import { RunDelivery } from '../reconcile/run-delivery.js';
import type { TransactionSize } from '../reconcile/transaction-size.js';
import type { TurnParts } from '../reconcile/turns.js';
import type { PatienceSettings } from '../reconcile/verdicts.js';
import type { FhirTarget } from '../target/fhir-target.js';
import { Offers } from '../target/offers.js';
import type { ServerPlaces } from '../target/server-places.js';
import type { TargetWatch } from '../target/target-watch.js';
import type { ValidationPolicy } from '../validation/validate.js';
import { validatedLane } from '../validation/validated-lane.js';

export interface FhirLaneParts {
  readonly turns: TurnParts & { readonly records: DesiredRecordsRepository };
  readonly target: FhirTarget;
  readonly watch: Pick<TargetWatch, 'gate' | 'failed' | 'succeeded'>;
  readonly searches: Pick<FhirTarget, 'batch'>;
  readonly places: ServerPlaces;
  readonly readings: Readings;
  readonly size: TransactionSize;
  readonly patience: PatienceSettings;
  readonly identity: Target['identity'];
  readonly validation: ValidationPolicy;
  readonly othersChanges: Target['othersChanges'];
  readonly provenance: ProvenanceAlong;
}

/** The lanes that go to a FHIR server as records. */
export function fhirLanes(parts: FhirLaneParts): Lanes {
  const { turns, target, watch, searches, places, size, patience, identity, validation, othersChanges } = parts;
  const { provenance, readings } = parts;
  const shared = { ...turns, places, watch, patience, othersChanges };
  const repository = { ...shared, lane: new RepositoryLane(target), readings, size, provenance };
  const createOnly = { ...shared, target, searches, offers: new Offers(target) };
  const validated = (lane: Parameters<typeof validatedLane>[0]) => validatedLane(lane, validation, turns);
  return {
    repository: validated((records, { lease, present, identities }) => {
      const patients = new RightPatient(identities, identity);
      return arrange(records, size.limits, provenance.weigh).map((run) => ({
        records: run.flat(),
        deliver: () => new RunDelivery(repository, lease, present, patients).deliver(run),
      }));
    }),
    'create-only': validated((records, { lease, present, identities }) => {
      const patients = new RightPatient(identities, identity);
      return components(records).map((group) => ({
        records: group,
        deliver: () => new CreateOnlyDelivery(createOnly, lease, present, patients).deliver([referredFirst(group)]),
      }));
    }),
    native: (records, { lease }) => [
      { records, deliver: () => findOriginals({ ...turns, places, watch, patience }, lease, records) },
    ],
  };
}
