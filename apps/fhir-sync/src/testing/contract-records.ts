import { randomBytes } from 'node:crypto';
import type { LogicalReference } from '../desired/references.js';
import type { Put } from '../target/bundle.js';

type Elements = Readonly<Record<string, unknown>>;

/** As awkward as an identifier can be: what separates or escapes in a search, and what a URL has to encode. */
const awkward = String.raw`a|b,c$d\e f&g=h+ü`;

/** Records for one run against one FHIR server, under ids and an identifier system that nobody else has. Invented. */
export class ContractRecords {
  readonly #run = `ilium-contract-${randomBytes(6).toString('hex')}`;
  readonly #system = `urn:ilium:test:${this.#run}`;
  readonly #known = new Map<string, Elements>();

  key(type: string, name: string): string {
    return `${type}/${this.#run}-${name}`;
  }

  /** `identified`: by what name it is looked for, where that is another's. */
  patient(name: string, identified = name): Put {
    const { system, value } = this.named(identified);
    return this.#put('Patient', name, {
      active: true,
      identifier: [{ system, value }],
      name: [{ family: 'Synthetic' }],
    });
  }

  named(name: string): LogicalReference {
    return { type: 'Patient', system: this.#system, value: `${awkward} ${name}` };
  }

  /** About the patient `person`, as our records are. */
  procedure(name: string, elements: Elements = {}): Put {
    return this.#put('Procedure', name, { status: 'completed', ...this.#about('subject'), ...elements });
  }

  /** It refers to the procedure, and like it to the patient `person`. */
  score(name: string, procedure: string): Put {
    return this.#put('Observation', name, {
      status: 'final',
      ...this.#about('subject'),
      code: { coding: [{ system: 'http://loinc.org', code: '72514-3' }] },
      valueInteger: 3,
      partOf: [{ reference: this.key('Procedure', procedure) }],
    });
  }

  /** What takes back those that are there: entered-in-error, and patients inactive. */
  takenBack(there: ReadonlySet<string>): readonly Put[] {
    const left = [...this.#known].filter(([key]) => there.has(key));
    return left.map(([key, resource]) => {
      const end = key.startsWith('Patient/') ? { active: false } : { status: 'entered-in-error' };
      return { key, resource: JSON.stringify({ ...resource, ...end }), ifMatch: null };
    });
  }

  get keys(): readonly string[] {
    return [...this.#known.keys()];
  }

  #about(element: string): Elements {
    const { type, system, value } = this.named('person');
    return { [element]: { reference: this.key(type, 'person'), type, identifier: { system, value } } };
  }

  #put(resourceType: string, name: string, elements: Elements): Put {
    const key = this.key(resourceType, name);
    const meta = { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'HTEST' }] };
    const resource = { resourceType, id: key.slice(resourceType.length + 1), meta, ...elements };
    this.#known.set(key, resource);
    return { key, resource: JSON.stringify(resource), ifMatch: null };
  }
}
