import type { Concept } from '../resource/elements.js';
import { oneCodeOf } from './codes.js';

interface Component {
  readonly code: Concept;
  readonly valueCodeableConcept?: Concept | undefined;
}

/** Where Ilium writes what a score is about besides its measure; below the base of whichever Ilium wrote it. */
const scoreDetail = /\/CodeSystem\/score-detail$/;

const fields: Readonly<Record<string, string>> = {
  'pain-location': 'painLocation',
  recall: 'recall',
  'value-set': 'valueSet',
};

/** Components that say more of the score itself, and those that are scores of their own. */
export function scoreDetails<One extends Component>(
  components: readonly One[],
): {
  readonly report: Readonly<Record<string, string>>;
  readonly others: readonly { readonly index: number; readonly component: One }[];
} {
  const report: Record<string, string> = {};
  const others: { index: number; component: One }[] = [];
  for (const [index, component] of components.entries()) {
    const detail = (component.code.coding ?? []).find(({ system = '' }) => scoreDetail.test(system))?.code;
    if (detail === undefined) {
      others.push({ index, component });
      continue;
    }
    const field = fields[detail];
    const said = oneCodeOf(component.valueCodeableConcept)?.code;
    // What stands in the source's own words is what the source said.
    const words = component.valueCodeableConcept?.text ?? said;
    if (field !== undefined && words !== undefined) report[field] = words;
  }
  return { report, others };
}
