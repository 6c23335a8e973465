import { expect, it } from '@jest/globals';
import { FollowedController } from './api/followed.controller.js';
import { storeOfSpec } from './testing/mapper-store.js';
import { flagged, injection, inVisitOf, steroid } from './testing/reports.js';

const store = await storeOfSpec();

it('patients are followed while a window is open or to come, page by page', async () => {
  for (const patient of ['A', 'B', 'C']) {
    await store.learn(
      injection({ patient, id: `P${patient}` }),
      steroid({ patient, id: `M${patient}` }, inVisitOf(`P${patient}`)),
    );
  }
  await store.learn(flagged({ patient: 'never treated', id: 'D' }, []));
  const controller = new FollowedController(store.dataSource);
  const first = await controller.list({ limit: 2 });
  const second = await controller.list({ limit: 2, after: first.after ?? '' });
  expect([first.patients.length, second.patients.length, second.after]).toEqual([2, 1, null]);
  const values = [...first.patients, ...second.patients].map(({ value }) => value);
  expect(values.toSorted()).toEqual(['A', 'B', 'C']);
});
