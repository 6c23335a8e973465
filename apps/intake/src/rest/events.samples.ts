import { eventExample } from '../api/examples.js';

/** An invented score, by the number of its message and its value. */
export function scoreEvent(id: string, value = 7) {
  const { data } = eventExample;
  return { ...eventExample, id, data: { ...data, report: { ...data.report, value } } };
}
