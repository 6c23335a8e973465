import { guidanceModalities, type Code, type GuidanceModality } from '@ilium/contracts';
import { isCode, ownSystem, standardCode, type CodeRules } from './site-codes.js';
import { systems } from './systems.js';

interface GuidanceCode {
  readonly system: string;
  readonly code: string;
  readonly modality: GuidanceModality;
  readonly source: string;
}

/** SNOMED CT codes of the modalities (V: ValueSet codexrt-image-guided-radiotherapy-modality). */
export const modalityCodes: Readonly<Record<GuidanceModality, { readonly code: string; readonly text: string }>> = {
  fluoroscopy: { code: '44491008', text: 'Fluoroscopic guidance' },
  ct: { code: '77477000', text: 'CT guidance' },
  ultrasound: { code: '16310003', text: 'Ultrasound guidance' },
};

const eCqm = 'V: eCQM-R4 value set 2.16.840.1.113883.3.464.1003.198.12.1034';

/** LOINC codes of guidance for injections of SI and facet joints, and for facet denervation. */
const loinc: Readonly<Record<'fluoroscopy' | 'ct', string>> = {
  fluoroscopy: '35927-3 24931-8 26322-8 26323-6 26324-4 30817-1 72540-8 72542-4',
  ct: '24901-1 26319-4 26320-2 26321-0',
};

export const guidanceCodes: readonly GuidanceCode[] = [
  ...guidanceModalities.map((modality) => ({
    system: systems.snomed,
    code: modalityCodes[modality].code,
    modality,
    source: 'V: ValueSet codexrt-image-guided-radiotherapy-modality',
  })),
  { system: systems.snomed, code: '258176004', modality: 'ct', source: 'V: IHTSDO snomed-templates, CT guidance' },
  ...(['fluoroscopy', 'ct'] as const).flatMap((modality) =>
    loinc[modality].split(' ').map((code) => ({ system: systems.loinc, code, modality, source: eCqm })),
  ),
  ...guidanceModalities.map((modality) => ({
    system: ownSystem,
    code: modality,
    modality,
    source: 'V: our own code',
  })),
];

export function guidanceModalityOf(code: Code, rules: CodeRules): GuidanceModality | undefined {
  const standard = standardCode(code, 'guidance', rules);
  return guidanceCodes.find((row) => isCode(row, standard))?.modality;
}
