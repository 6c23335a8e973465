import { describe, expect, it } from '@jest/globals';
import { BehindOutcomesController } from './api/behind-outcomes.controller.js';
import { BehindOutcomesService } from './behind-outcomes.service.js';
import { defaultRules } from '@ilium/clinical';
import { behindOutcome, readOutcomeObservation } from '@ilium/contracts';
import type { Outgoing } from '@ilium/messaging';
import { RulesInUse } from './rules-in-use.js';
import { storeOfSpec } from './testing/mapper-store.js';
import { flagged, injection, inVisitOf, linked, nrs, steroid, taken } from './testing/reports.js';

const store = await storeOfSpec();

const course = (patient: string) => [
  injection({ patient, id: `P${patient}` }),
  steroid({ patient, id: `M${patient}` }, inVisitOf(`P${patient}`)),
  nrs({ patient, id: `S${patient}` }, 3, '2026-03-26'),
];

/** What analytics would hold: pseudonyms, and no key of ours. */
function observationsIn(published: readonly Outgoing[]) {
  return published.flatMap(({ topic, value, headers }) => {
    if (topic !== 'outcome-observations') return [];
    const read = readOutcomeObservation({ value: Buffer.from(value), headers });
    if (!read.ok) throw new Error(read.detail);
    return [read.event.observation];
  });
}

async function controller(): Promise<BehindOutcomesController> {
  const { dataSource, ids, asOf } = store;
  const rules = await RulesInUse.open({ dataSource, ids, rules: defaultRules, asOf: () => asOf, site: 'riverside' });
  return new BehindOutcomesController(new BehindOutcomesService(dataSource, rules));
}

describe('from an outcome of the statistics to what stands behind it', () => {
  it('leads to the records and the messages of its episode, and of no other', async () => {
    const published = await store.learn(...course('A'), ...course('B'));
    const routes = await controller();
    for (const observation of observationsIn(published)) {
      if (observation.status === 'entered-in-error') throw new Error('nothing was taken back');
      const found = behindOutcome.parse(await routes.records({ outcome: observation.key }));
      expect(found.episode).toBe(observation.session);
      const [first] = found.sources;
      const patient = first?.identifier?.value.slice(-1) ?? '';
      expect(found.sources.map(({ identifier }) => identifier?.value).toSorted()).toEqual(
        [`M${patient}`, `P${patient}`, `S${patient}`].toSorted(),
      );
      expect(found.resources.map(({ key }) => key.split('/')[0]).toSorted()).toEqual([
        'MedicationAdministration',
        'Observation',
        'Procedure',
      ]);
      expect(found.resources.every(({ revision }) => revision !== null)).toBe(true);
      expect(first?.messages).toMatchObject([{ saidAt: expect.stringMatching(/^2026-03-/) }]);
    }
  });

  it('follows patients that are merged', async () => {
    const published = await store.learn(...course('A'));
    await store.learn(linked('B', 'A', 5));
    const [observation] = observationsIn(published);
    const found = await (await controller()).records({ outcome: observation?.key ?? '' });
    expect(found.sources).toHaveLength(3);
  });

  it.each([
    ['that was taken back', () => [taken('procedure', { patient: 'A', id: 'PA', minute: 5 })]],
    ['of a patient who is hidden', () => [flagged({ patient: 'A', id: 'A', minute: 5 }, ['opt-out'])]],
  ])('leads nowhere from an outcome %s', async (_, next) => {
    const [observation] = observationsIn(await store.learn(...course('A')));
    await store.learn(...next());
    const asked = (await controller()).records({ outcome: observation?.key ?? '' });
    await expect(asked).rejects.toThrow('Nothing stands behind such an outcome');
  });

  it('leads nowhere from what is no pseudonym of ours', async () => {
    const asked = (await controller()).records({ outcome: crypto.randomUUID() });
    await expect(asked).rejects.toThrow('Nothing stands behind such an outcome');
  });
});
