import type { OutgoingRecord } from '@ilium/messaging';
import type { ChartRecord } from '../../apps/hospital/src/feed/chart-resources.js';
import { bundleOf, chartOf, subjectOf, type Load } from './cell-records.js';

/** Patients, and days after the procedure on which they were asked. */
const courses: Readonly<Record<Load, { readonly patients: number; readonly days: readonly string[] }>> = {
  single: { patients: 1, days: [] },
  batch: { patients: 1, days: ['2026-03-26', '2026-06-12'] },
  load: { patients: 5, days: ['2026-03-26', '2026-06-12'] },
};

const sessionDay = '2026-03-12';

/** Sessions with their follow-ups, of patients that no other cell has. Invented. */
export class CourseRecords {
  constructor(
    readonly cell: string,
    readonly load: Load,
  ) {}

  get keys(): readonly string[] {
    return this.patients.flatMap((patient) =>
      this.#resources(patient, 1).map(({ resourceType, id }) => `${resourceType}/${id}`),
    );
  }

  get patients(): readonly string[] {
    return Array.from({ length: courses[this.load].patients }, (_, index) => `${this.cell}n${index}`);
  }

  get charts(): readonly ChartRecord[] {
    return this.patients.map(chartOf);
  }

  bundles(revision: number): readonly OutgoingRecord[] {
    return this.patients.map((patient) => bundleOf(patient, revision, this.#resources(patient, revision)));
  }

  /** The documents that a patient has in the end, each by its title and what only its newest version says. */
  documents(revision: number): readonly (readonly [title: string, said: string])[] {
    const name = 'Sacroiliac joint injection';
    return [
      [`${name}, ${sessionDay}`, said(revision, 0)],
      ...courses[this.load].days.map(
        (day, index) => [`Follow-up of ${day}, after ${name} of ${sessionDay}`, said(revision, index + 1)] as const,
      ),
    ];
  }

  #resources(patient: string, revision: number) {
    const subject = subjectOf(patient);
    const procedure = {
      ...{ resourceType: 'Procedure', id: `p${patient}`, status: 'completed', subject },
      code: {
        coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '27096' }],
        text: 'Sacroiliac joint injection',
      },
      performedDateTime: `${sessionDay}T10:05:00-05:00`,
    };
    const scores = [sessionDay, ...courses[this.load].days].map((day, index) => ({
      ...{ resourceType: 'Observation', id: `o${patient}s${index}`, status: 'final', subject },
      partOf: [{ reference: `Procedure/p${patient}` }],
      category: [{ coding: [{ code: 'survey' }] }],
      code: { coding: [{ system: 'http://loinc.org', code: '72514-3' }], text: 'Pain' },
      effectiveDateTime: day,
      valueQuantity: { value: valueOf(revision, index), unit: '{score}' },
    }));
    return [procedure, ...scores];
  }
}

function valueOf(revision: number, index: number): number {
  return 10 * revision + index;
}

function said(revision: number, index: number): string {
  return `Pain: ${valueOf(revision, index)};`;
}
