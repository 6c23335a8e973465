import { authorizationOf } from '../authorization/authorization-of.js';
import { openEntry, type AuthorizationSettings, type EntrySettings } from '../authorization/settings.js';
import type { TokenPatience } from '../authorization/token-keeper.js';
import { TargetFault } from '../faults/target-fault.js';
import type { Fault } from '../faults/faults.js';
import { FhirTarget } from '../target/fhir-target.js';

export interface BedSettings extends Partial<Omit<EntrySettings, 'authorization'>> {
  readonly timeoutMs?: number;
  readonly tokens?: TokenPatience;
}

/** None: a test that asks again means it. */
const patience = { firstMs: 0, longestMs: 0 };

/** The FHIR server as the service asks it, with a way in; and what was asked so far, by operation and result. */
export class TargetBed {
  readonly asked: string[] = [];
  readonly target: FhirTarget;

  constructor(baseUrl: string, authorization: AuthorizationSettings, bed: BedSettings = {}) {
    const { timeoutMs = 5_000, tokens = { away: patience, refused: patience }, ...entry } = bed;
    const context = { ...openEntry, ...entry, baseUrl, timeoutMs, tokens };
    const observe = (operation: string, result: string): void => void this.asked.push(`${operation} ${result}`);
    const letIn = authorizationOf(authorization, { ...context, observe });
    this.target = new FhirTarget({ ...context, concurrency: 20 }, letIn, observe);
  }

  /** Any request that the server does not answer for everybody. */
  async ask(): Promise<number | undefined> {
    const [answer] = await this.target.batch(['Patient/1']);
    return answer?.status;
  }

  /** Of a request that is meant to fail. */
  async fault(): Promise<Fault> {
    try {
      await this.ask();
    } catch (error) {
      if (error instanceof TargetFault) return error.fault;
      throw error;
    }
    throw new Error('The request succeeded.');
  }

  close(): Promise<void> {
    return this.target.close();
  }
}
