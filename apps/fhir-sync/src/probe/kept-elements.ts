import type { Difference } from '../read-back/difference.js';
import { meaningfulElement } from '../read-back/meaningful-elements.js';

/** Elements in the words of a report; others go by their names. */
const words: Readonly<Record<string, string>> = {
  status: 'the status',
  code: 'what it is',
  type: 'what it is',
  'medication[x]': 'the drug',
  subject: 'whose it is',
  'performed[x]': 'when',
  'effective[x]': 'when',
  date: 'when',
  bodySite: 'body site and side',
  'dosage.site': 'body site',
  'dosage.dose': 'the dose',
  'value[x]': 'the value',
  dataAbsentReason: 'why there is no value',
  content: 'the text',
};

/** What is lost of the meaning of a record, in words. */
export function meaningLost(type: string, differences: readonly Difference[]): readonly string[] {
  const elements = differences
    .filter(({ weight }) => weight === 'meaning')
    .map(({ element }) => meaningfulElement(type, element) ?? element);
  return [...new Set(elements.map((element) => words[element] ?? element))];
}

/** Where a record differs, without positions in lists: `dosage.dose, note (changed)`. */
export function elementsNamed(differences: readonly Difference[]): string {
  const names = differences.map(({ element, kind }) => {
    const name = element.replaceAll(/\[\d+\]/g, '');
    return kind === 'missing' ? name : `${name} (${kind})`;
  });
  return [...new Set(names)].join(', ');
}
