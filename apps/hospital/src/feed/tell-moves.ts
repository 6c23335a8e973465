import { later, noted } from './in-charts.js';
import { feedOf, timeOf, type Moment, type ReportStatus, type Statement } from './statement.js';
import type { Course, Person, Visit } from './story.js';
import { identifier } from './vocabulary.js';

/** What registration says of a visit that is in the wrong chart: that it belongs to another patient. */
export function tellMoves({ patient, wrongChart }: Course, visit: Visit): readonly Statement[] {
  if (wrongChart === undefined || visit.status === 'billed') return [];
  const at = later(noted(visit), 3, 0);
  const between = (from: Person, to: Person) => (when: Moment, status: ReportStatus) => {
    const time = timeOf(when);
    return {
      source: 'registration',
      type: 'ilium.visit.moved.v1',
      about: from,
      time,
      data: {
        feed: feedOf('registration'),
        from: identifier('mrn', from.mrn),
        to: identifier('mrn', to.mrn),
        visit: identifier('visit', visit.number),
        version: { eventTime: time, status },
      },
    } as const;
  };
  switch (wrongChart.how) {
    case 'rewritten':
      return [];
    case 'moved':
      return [between(wrongChart.person, patient)(at, 'final')];
    case 'moved-and-back': {
      const move = between(patient, wrongChart.person);
      return [move(at, 'final'), move(later(at, 2, 0), 'void')];
    }
  }
}
