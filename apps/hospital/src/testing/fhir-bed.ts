import { fastify } from 'fastify';
import { faultPlan, type WrittenPlan } from '../fhir/faults/fault-plan.js';
import { Faults } from '../fhir/faults/faults.js';
import { fhirRoutes } from '../fhir/fhir-routes.js';
import { FhirServer } from '../fhir/fhir-server.js';
import { ProfileSwitch } from '../fhir/profiles/profile-switch.js';
import type { ProfileName } from '../fhir/profiles/profiles.js';
import { RecordStore } from '../fhir/record-store.js';
import type { Resource } from '../fhir/resource.js';

export interface FhirBed {
  /** `http://127.0.0.1:…/fhir` */
  readonly base: string;
  /** What is stored, past HTTP and whatever profile and faults say. */
  readonly store: RecordStore;
  readonly faults: Faults;
  readonly profile: ProfileSwitch;
  follow(plan: WrittenPlan): void;
  /** Writes records into the chart as the hospital itself does. */
  chart(...resources: readonly (Resource & { readonly id: string })[]): void;
  close(): Promise<void>;
}

/** The hospital's FHIR server in this process, on a free port of the loopback interface. */
export async function openFhirBed(
  given: { readonly plan?: WrittenPlan; readonly profile?: ProfileName } = {},
): Promise<FhirBed> {
  const app = fastify({ forceCloseConnections: true });
  const store = new RecordStore();
  const faults = new Faults();
  const profile = new ProfileSwitch(given.profile);
  const follow = (plan: WrittenPlan) => faults.follow(faultPlan.parse(plan));
  if (given.plan !== undefined) follow(given.plan);
  await app.register(fhirRoutes({ server: new FhirServer(store), faults, profile }), { prefix: '/fhir' });
  return {
    base: `${await app.listen({ host: '127.0.0.1', port: 0 })}/fhir`,
    store,
    faults,
    profile,
    follow,
    chart: (...resources) =>
      store.atomically(() => {
        for (const resource of resources) store.write(resource.id, resource);
      }),
    close: () => app.close(),
  };
}
