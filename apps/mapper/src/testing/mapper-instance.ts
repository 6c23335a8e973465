import { defaultRules, type PatientKey, type Rules } from '@ilium/clinical';
import type { ProcedureEvent } from '@ilium/contracts';
import type { Outgoing } from '@ilium/messaging';
import { silentLogger } from '@ilium/observability';
import type { EntityManager } from 'typeorm';
import type { ResolutionRequest } from '../api/resolutions.schema.js';
import { UnmappedController } from '../api/unmapped.controller.js';
import { unmappedQuery, type UnmappedCodes } from '../api/unmapped.schema.js';
import { DerivePatientsService } from '../derive-patients.service.js';
import { ResolutionsSweep } from '../resolutions.sweep.js';
import { ResolveCodesService } from '../resolve-codes.service.js';
import { RulesInUse } from '../rules-in-use.js';
import type { MapperStore } from './mapper-store.js';

/** The parts of one process of the service that know the rules, on a store that other instances may share. */
export class MapperInstance {
  /** What its background work has given out to be published. */
  readonly published: Outgoing[] = [];
  /** How many patients each transaction of its background work took. */
  readonly steps: number[] = [];
  readonly patients: DerivePatientsService;
  readonly sweep: ResolutionsSweep;
  readonly codes: ResolveCodesService;

  private constructor(
    private readonly store: MapperStore,
    readonly rules: RulesInUse,
    ofFile: Rules,
  ) {
    const { dataSource, ids } = store;
    this.patients = new DerivePatientsService(rules);
    this.sweep = new ResolutionsSweep(store.outbox([]), this.#counting(), rules, silentLogger);
    this.codes = new ResolveCodesService({
      dataSource,
      site: { name: 'riverside', rules: ofFile },
      ids,
      onSpoken: async () => void (await rules.refresh()),
    });
  }

  static async open(store: MapperStore, ofFile: Rules = defaultRules): Promise<MapperInstance> {
    const { dataSource, ids } = store;
    const rules = await RulesInUse.open({ dataSource, rules: ofFile, ids, asOf: () => store.asOf, site: 'built-in' });
    return new MapperInstance(store, rules, ofFile);
  }

  learn(...events: readonly ProcedureEvent[]): Promise<readonly Outgoing[]> {
    return this.store.learnBy(this.patients, events);
  }

  unmapped(query: object = {}): Promise<UnmappedCodes> {
    return new UnmappedController(this.store.dataSource).list(unmappedQuery.parse(query));
  }

  /** As the body of a request. */
  resolve(said: Omit<ResolutionRequest, 'by'>) {
    return this.codes.resolve({ ...said, by: 'A. Coder' });
  }

  #counting(): DerivePatientsService {
    const deriveAgain = async (manager: EntityManager, patients: readonly PatientKey[]) => {
      const outgoing = await this.patients.deriveAgain(manager, patients);
      this.steps.push(patients.length);
      this.published.push(...outgoing);
      return outgoing;
    };
    return Object.assign(Object.create(this.patients), { deriveAgain });
  }
}
