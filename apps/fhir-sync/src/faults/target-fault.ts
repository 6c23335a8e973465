import type { Fault } from './faults.js';

/** Thrown by whatever asks the target, when it failed for reasons that lie with the network, a server or the set-up. */
export class TargetFault extends Error {
  override readonly name = 'TargetFault';

  constructor(readonly fault: Fault) {
    super(`The FHIR server did not do what it was asked for: ${fault.name}.`);
  }
}
