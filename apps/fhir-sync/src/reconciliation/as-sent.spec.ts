import { describe, expect, it } from '@jest/globals';
import { differencesOf } from '../read-back/differences-of.js';
import { desired } from '../testing/records.js';
import { asCreated } from '../lanes/create-only/content.js';
import { completeReferences } from '../reconcile/complete-references.js';
import { asSent } from './as-sent.js';

const patient = new Map([['Patient?urn:oid:1.2.3|1', { kind: 'found', reference: 'Patient/pat-1' } as const]]);
const score = desired('Observation/o1', { refersTo: ['Procedure/p1', 'Procedure/native'] }).resource;

async function now(ours: ReadonlyMap<string, string | null>) {
  const [sent] = await asSent([JSON.stringify(score)], {
    places: { find: async () => new Map(patient) },
    ours: async () => ours,
  });
  return sent ?? {};
}

/** As a server has it that chose the id, and was told where the others are. */
function created(ours: ReadonlyMap<string, string | null>): object {
  const completed = completeReferences(structuredClone(score), patient, ours);
  const resource = completed.ok ? completed.resource : '{}';
  return { ...JSON.parse(asCreated(resource)), id: '17' };
}

const places = new Map([
  ['Procedure/p1', 'Procedure/4'],
  ['Procedure/native', null],
]);

describe('a record as it would be sent now', () => {
  it('differs in nothing from what a lane made of it', async () => {
    expect(differencesOf(await now(places), created(places))).toEqual([]);
  });

  it.each([
    ['known since', new Map([...places, ['Procedure/native', 'Procedure/9']]), places],
    ['known then', places, new Map([...places, ['Procedure/native', 'Procedure/9']])],
  ])('differs in nothing where the place of what it refers to is only %s', async (_when, ours, then) => {
    expect(differencesOf(await now(ours), created(then))).toEqual([]);
  });

  it('differs where the server names another record', async () => {
    const others = new Map([...places, ['Procedure/p1', 'Procedure/5']]);
    expect(differencesOf(await now(places), created(others))).toMatchObject([{ element: 'partOf[0]' }]);
  });
});
