import type { IdentifierKind, Site } from '@ilium/site';
import type { Element } from '../hl7/reading/element.js';
import {
  identifierOf,
  isNamedAs,
  numberedByCx,
  numberedByEi,
  numberedBySubcomponents,
  numberedByXcn,
  rowFor,
  type Numbered,
} from '../hl7/values/identifiers.js';
import { Counts } from './counts.js';
import { shown } from './looks-like-code.js';
import type { Sample } from './sample.js';
import type { Row, Section } from './section.js';

/** Which systems of numbers occur where. Of the numbers themselves only their lengths are kept. */

type Place = readonly [
  segment: string,
  field: number,
  kind: IdentifierKind,
  read: (field: Element) => readonly Numbered[],
];

const each = (read: (one: Element) => Numbered) => (field: Element) => field.repetitions.map(read);
const first = (read: (one: Element) => Numbered) => (field: Element) => [read(field)];
const parents = (field: Element) => [1, 2].map((part) => numberedBySubcomponents(field.component(part)));

const places: readonly Place[] = [
  ['PID', 3, 'patient', each(numberedByCx)],
  ['MRG', 1, 'patient', each(numberedByCx)],
  ['PV1', 19, 'visit', first(numberedByCx)],
  ['MRG', 5, 'visit', first(numberedByCx)],
  ['PID', 18, 'account', first(numberedByCx)],
  ['MRG', 3, 'account', first(numberedByCx)],
  ['ORC', 2, 'order', each(numberedByEi)],
  ['ORC', 3, 'order', each(numberedByEi)],
  ['ORC', 8, 'order', parents],
  ['OBR', 2, 'order', each(numberedByEi)],
  ['OBR', 3, 'order', each(numberedByEi)],
  ['OBR', 29, 'order', parents],
  ['FT1', 23, 'order', each(numberedByEi)],
  ['SCH', 26, 'order', each(numberedByEi)],
  ['SCH', 27, 'order', each(numberedByEi)],
  ['PR1', 19, 'procedure', first(numberedByEi)],
  ['FT1', 2, 'transaction', first(numberedByEi)],
  ['OBX', 21, 'observation', first(numberedByEi)],
  ['SCH', 1, 'appointment', first(numberedByEi)],
  ['SCH', 2, 'appointment', first(numberedByEi)],
  ['PR1', 11, 'practitioner', first(numberedByXcn)],
  ['PR1', 12, 'practitioner', first(numberedByXcn)],
  ['RXA', 10, 'practitioner', first(numberedByXcn)],
];

/** Numbers of one place that are named alike. */
export interface NumberUse {
  readonly place: string;
  readonly kind: IdentifierKind;
  /** These as they are shown: one that is no code is left out. */
  readonly namespace: string;
  readonly universalId: string;
  readonly type: string;
  /** The system that it gets by the site file as it is. */
  readonly system: string;
  /** Which row of `identifiers` gives it; none where no row fits. */
  readonly row: number | undefined;
  shortest: number;
  longest: number;
  leadingZeros: number;
}

export class Numbers {
  readonly uses = new Counts<NumberUse>();

  constructor(private readonly site: Site) {}

  see({ message }: Sample): void {
    for (const [segmentName, field, kind, read] of places) {
      for (const segment of message.all(segmentName)) {
        for (const number of read(segment.field(field)))
          this.#count(`${segmentName}-${field}`, this.#kindOf(number, kind, read), number);
      }
    }
  }

  /** A parent is an order, or a procedure where the site file says so. */
  #kindOf(number: Numbered, kind: IdentifierKind, read: Place[3]): IdentifierKind {
    return read === parents && isNamedAs('procedure', 'order', number, this.site) ? 'procedure' : kind;
  }

  sections(): readonly Section[] {
    const rows = this.uses.rows().map(({ thing, count }): Row => ({
      count,
      place: thing.place,
      kind: thing.kind,
      assigner: thing.namespace || '-',
      oid: thing.universalId || '-',
      type: thing.type || '-',
      row: thing.row === undefined ? 'none' : `identifiers[${thing.row}]`,
      length: thing.shortest === thing.longest ? thing.shortest : `${thing.shortest}-${thing.longest}`,
      zeros: thing.leadingZeros > 0 ? 'yes' : 'no',
    }));
    return [{ name: 'numbers', title: 'Systems of numbers', rows, rest: this.uses.rest }];
  }

  #count(place: string, kind: IdentifierKind, number: Numbered): void {
    const { value } = number;
    if (value === '') return;
    const [namespace, universalId, type] = [number.namespace, number.universalId, number.type].map(shown);
    const row = rowFor(number, kind, this.site);
    const use = this.uses.add(JSON.stringify([place, kind, namespace, universalId, type, row]), () => ({
      ...{ place, kind, row },
      namespace: namespace ?? '',
      universalId: universalId ?? '',
      type: type ?? '',
      system: identifierOf(number, kind, this.site)?.system ?? '',
      shortest: value.length,
      longest: value.length,
      leadingZeros: 0,
    }));
    if (use === undefined) return;
    use.shortest = Math.min(use.shortest, value.length);
    use.longest = Math.max(use.longest, value.length);
    if (/^0./.test(value)) use.leadingZeros += 1;
  }
}
