import { complicationCategories, type Code, type ComplicationCategory } from '@ilium/contracts';
import { isCode, notOurs, ownSystem } from './site-codes.js';
import { systems } from './systems.js';
import { wordsOf } from './word-tables.js';

interface ComplicationCode {
  readonly system: string;
  readonly code: string;
  readonly category: ComplicationCategory;
  readonly source: string;
}

/** Standard codes. What sites use besides stands in their own configuration. */
export const complicationCodes: readonly ComplicationCode[] = [
  {
    system: systems.snomed,
    code: '88797001',
    category: 'other',
    source: 'V: Belgian eHealth value set (complication of surgical procedure)',
  },
  {
    system: systems.icd10cm,
    code: 'R55',
    category: 'vasovagal',
    source: "V3: the Department of Veterans Affairs' public VistA lists (syncope and collapse)",
  },
  {
    system: systems.icd10cm,
    code: 'R73.9',
    category: 'hyperglycaemia',
    source: 'V3: several public code lists agree (hyperglycaemia, unspecified)',
  },
];

/** `none`: the report says that there was nothing, or nothing of ours. */
type Reading = ComplicationCategory | 'none';

/** Ours. */
const words: Readonly<Record<Reading, readonly string[]>> = {
  vasovagal: [
    'vasovagal',
    'vasovagal reaction',
    'vasovagal episode',
    'vasovagal syncope',
    'syncope',
    'presyncope',
    'near syncope',
    'fainting',
  ],
  infection: [
    'infection',
    'wound infection',
    'injection site infection',
    'surgical site infection',
    'abscess',
    'epidural abscess',
    'discitis',
    'meningitis',
    'septic arthritis',
    'septic sacroiliitis',
  ],
  'dural-puncture': [
    'dural puncture',
    'accidental dural puncture',
    'wet tap',
    'csf leak',
    'postdural puncture headache',
    'post dural puncture headache',
    'spinal headache',
  ],
  'new-deficit': [
    'new deficit',
    'new neurological deficit',
    'new neurologic deficit',
    'new weakness',
    'new numbness',
    'leg weakness',
    'motor weakness',
    'nerve injury',
  ],
  allergy: ['allergy', 'allergic reaction', 'contrast reaction', 'anaphylaxis', 'hives', 'urticaria'],
  flare: ['flare', 'pain flare', 'steroid flare', 'post injection flare'],
  hyperglycaemia: [
    'hyperglycaemia',
    'hyperglycemia',
    'steroid induced hyperglycaemia',
    'steroid induced hyperglycemia',
    'high blood sugar',
    'elevated blood glucose',
  ],
  other: ['other', 'other complication'],
  none: ['none', 'no', 'no complication', 'no complications', 'without complication', 'without complications', 'nil'],
};

const readWords = wordsOf(words);

/**
 * What standard codes and words say, the codes first; what names a kind before what only says that there was something.
 * Undefined where no table knows any.
 */
export function complicationOf(codes: readonly Code[], text: string | null | undefined): Reading | undefined {
  const known = readingsOf(codes, text);
  return known.find((reading) => reading !== 'other' && reading !== 'none') ?? known[0];
}

/** One part of a report says that there was something, another that there was nothing. */
export function isContradictory(codes: readonly Code[], text: string | null | undefined): boolean {
  const readings = readingsOf(codes, text);
  return readings.includes('none') && readings.some((reading) => reading !== 'none');
}

function readingsOf(codes: readonly Code[], text: string | null | undefined): readonly Reading[] {
  const readings = [...codes.map(categoryOfCode), ...codes.map(({ display }) => readWords(display)), readWords(text)];
  return readings.filter((reading) => reading !== undefined);
}

function categoryOfCode(code: Code): Reading | undefined {
  if (isCode({ system: ownSystem, code: notOurs }, code)) return 'none';
  const own = complicationCategories.find((category) => isCode({ system: ownSystem, code: category }, code));
  return own ?? complicationCodes.find((row) => isCode(row, code))?.category;
}
