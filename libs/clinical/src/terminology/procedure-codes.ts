import { procedureTypes, type EpiduralApproach, type ProcedureType, type SpinalRegion } from '@ilium/contracts';
import type { Day } from '../derive/reports/moments.js';
import type { Side } from './sides.js';
import { ownSystem } from './site-codes.js';
import { systems } from './systems.js';

/** A procedure of ours, as far as its code says what it was. */
export interface ProcedureOfOurs {
  readonly is: 'procedure';
  readonly type: ProcedureType;
  readonly region?: SpinalRegion;
  /** All ways in that the code may stand for: with more than one it does not say which. */
  readonly approaches?: readonly EpiduralApproach[];
  readonly sides?: readonly Side[];
  /** A further level of a procedure and never one of its own (clinical rule 7); `each`: said once for every further level. */
  readonly addOn?: 'level' | 'each';
}

export type ProcedureMeaning =
  | ProcedureOfOurs
  /** Known, and no procedure of ours. */
  | { readonly is: 'not-ours'; readonly reason: string; readonly sides?: readonly Side[] }
  /** Imaging for a procedure: evidence of how it was done, never a procedure alone. */
  | { readonly is: 'guidance'; readonly sides?: readonly Side[] }
  /** Too coarse to say what was treated: neither joint nor side follows from it. */
  | { readonly is: 'unspecific'; readonly reason: string; readonly isOfSiJoint?: true };

export interface ProcedureCode {
  readonly system: string;
  readonly code: string;
  readonly meaning: ProcedureMeaning;
  /** First and last day of service on which the code may be used. */
  readonly validFrom?: Day;
  readonly validTo?: Day;
  /** Where the code was looked up, and how sure that is: V official, V3 third party, P without its display. */
  readonly source: string;
}

type Row = readonly [
  code: string,
  meaning: ProcedureMeaning,
  source: string,
  valid?: Pick<ProcedureCode, 'validFrom' | 'validTo'>,
];

const ours = (type: ProcedureType, more: Omit<ProcedureOfOurs, 'is' | 'type'> = {}): ProcedureMeaning => ({
  is: 'procedure',
  type,
  ...more,
});
const notOurs = (reason: string): ProcedureMeaning => ({ is: 'not-ours', reason });
const unspecific = (reason: string) => ({ is: 'unspecific', reason }) as const;

const cervicalThoracic = { region: 'cervical-thoracic' } as const;
const lumbarSacral = { region: 'lumbar-sacral' } as const;
const transforaminal = { approaches: ['transforaminal'] } as const;
const bothSides = ['left', 'right'] as const;

const a59243 = 'V: CMS billing article A59243';
const facetArticle = 'V: CMS A57787 (levels: V3 shuhub.xyz)';
const shuhub = 'V3: shuhub.xyz, CPT codes of interventional spine';
const nass24 = 'V3: NASS SpineLine, March 2024';
const wps = 'V3: WPS L31359 as quoted by medicalbillingcptmodifiers.com';

/** Descriptions are in our own words: the AMA owns CPT's. 62320 and 62322 (without imaging) were not verified. */
const cpt: readonly Row[] = [
  ['27096', ours('si-joint-injection'), `${a59243} (into the SI joint, image guidance included)`],
  ['64451', ours('si-nerve-block'), `${a59243} (nerves of the SI joint, image guided)`],
  ['64625', ours('si-joint-rfa'), 'V3: genhealth.ai, openpayer.com, codingahead.com'],
  ['0775T', ours('si-joint-fusion'), `${nass24} (device inside the joint; 27278 since)`, { validTo: '2023-12-31' }],
  [
    '27278',
    ours('si-joint-fusion'),
    `${nass24} (device inside the joint; replaced 0775T)`,
    { validFrom: '2024-01-01' },
  ],
  ['27279', ours('si-joint-fusion'), `${nass24} (device across the joint)`],
  ['27280', ours('si-joint-fusion'), `${nass24} (open)`],
  ['64490', ours('facet-or-medial-branch-block', cervicalThoracic), facetArticle],
  ['64491', ours('facet-or-medial-branch-block', { ...cervicalThoracic, addOn: 'level' }), facetArticle],
  ['64492', ours('facet-or-medial-branch-block', { ...cervicalThoracic, addOn: 'level' }), facetArticle],
  ['64493', ours('facet-or-medial-branch-block', lumbarSacral), facetArticle],
  ['64494', ours('facet-or-medial-branch-block', { ...lumbarSacral, addOn: 'level' }), facetArticle],
  ['64495', ours('facet-or-medial-branch-block', { ...lumbarSacral, addOn: 'level' }), facetArticle],
  ['64633', ours('facet-rfa', cervicalThoracic), shuhub],
  ['64634', ours('facet-rfa', { ...cervicalThoracic, addOn: 'each' }), shuhub],
  ['64635', ours('facet-rfa', lumbarSacral), shuhub],
  ['64636', ours('facet-rfa', { ...lumbarSacral, addOn: 'each' }), shuhub],
  ['62321', ours('epidural-injection', { ...cervicalThoracic, approaches: ['interlaminar'] }), shuhub],
  ['62323', ours('epidural-injection', { ...lumbarSacral, approaches: ['interlaminar', 'caudal'] }), shuhub],
  ['64479', ours('epidural-injection', { ...cervicalThoracic, ...transforaminal }), shuhub],
  ['64480', ours('epidural-injection', { ...cervicalThoracic, ...transforaminal, addOn: 'each' }), shuhub],
  ['64483', ours('epidural-injection', { ...lumbarSacral, ...transforaminal }), shuhub],
  ['64484', ours('epidural-injection', { ...lumbarSacral, ...transforaminal, addOn: 'each' }), shuhub],
  ['20552', notOurs('trigger point injection, no image guidance'), wps],
  ['20610', notOurs('large joint code, wrong for the SI joint'), wps],
];

const hcpcs: readonly Row[] = [
  ['G0260', ours('si-joint-injection'), 'V3: A59154, A59244 (what facilities report for 27096)'],
  ['G0259', notOurs('arthrography only'), 'V3: genhealth.ai (contrast, no agent)'],
];

const noJoint = 'neither the joint nor the side follows from this code';
const anyEpidural = 'anaesthesia for surgery or birth has this code too';

/** Evidence beside a CPT or HCPCS code; alone, work for a person. */
const inpatientFusion: ProcedureMeaning = { ...unspecific('an inpatient code is evidence only'), isOfSiJoint: true };

/** 0SG83…, 3E0S33Z and the 015 series (nerve destruction) were not verified. */
const icd10pcs: readonly Row[] = [
  ['3E0U33Z', unspecific(noJoint), 'V3: icd10coded.com (anti-inflammatory into a joint)'],
  ['3E0U3BZ', unspecific(noJoint), 'V3: icd10coded.com (anaesthetic into a joint)'],
  ['3E0U3KZ', unspecific(noJoint), 'V3: icd10coded.com (other diagnostic substance into a joint)'],
  ['3E0S3BZ', unspecific(anyEpidural), 'V: VSAC v2026 procedures (anaesthetic into the epidural space)'],
  ['0SG73JZ', inpatientFusion, 'V3: icdlist.com 2026 (percutaneous, synthetic)'],
  ['0SG70JZ', inpatientFusion, 'V3: icdlist.com 2026 (open, synthetic)'],
  ['0SH734Z', notOurs('fixation device put in, no fusion'), 'V3: icdlist.com 2026'],
];

const guidance = (...sides: Side[]): ProcedureMeaning => ({ is: 'guidance', ...(sides.length > 0 ? { sides } : {}) });
const arthrogram = (...sides: Side[]): ProcedureMeaning => ({
  is: 'not-ours',
  reason: 'arthrography only',
  sides,
});
const eCqm = 'V: eCQM-R4 value set 2.16.840.1.113883.3.464.1003.198.12.1034';

const loinc: readonly Row[] = [
  ['35927-3', guidance(), `${eCqm} (fluoroscopy, SI joint)`],
  ['24901-1', guidance(), `${eCqm} (CT, SI joint)`],
  ['26319-4', guidance(...bothSides), `${eCqm} (CT, SI joint)`],
  ['26320-2', guidance('left'), `${eCqm} (CT, SI joint)`],
  ['26321-0', guidance('right'), `${eCqm} (CT, SI joint)`],
  ['24931-8', guidance(), `${eCqm} (fluoroscopy, facet)`],
  ['26322-8', guidance(...bothSides), `${eCqm} (fluoroscopy, facet)`],
  ['26323-6', guidance('left'), `${eCqm} (fluoroscopy, facet)`],
  ['26324-4', guidance('right'), `${eCqm} (fluoroscopy, facet)`],
  ['30817-1', guidance(), `${eCqm} (fluoroscopy, lumbar facet)`],
  ['72540-8', guidance(), `${eCqm} (fluoroscopy, facet denervation)`],
  ['72542-4', guidance(), `${eCqm} (fluoroscopy, lumbar facet denervation)`],
  ['37647-5', arthrogram(), `${eCqm} (SI joint)`],
  ['37189-8', arthrogram(...bothSides), `${eCqm} (SI joint)`],
  ['37190-6', arthrogram('left'), `${eCqm} (SI joint)`],
  ['37785-3', arthrogram('right'), `${eCqm} (SI joint)`],
];

const infusion = notOurs('continuous epidural infusion, not a single injection');

/** No concept was found for injections of the SI joint, facet joints or epidural steroids. */
const snomed: readonly Row[] = [
  ['723775001', arthrogram('right'), 'V: SNOMED editorial guide, fluoroscopic imaging'],
  ...['35597003', '58611004', '67716003', '426309005', '427060008'].map((code): Row => [
    code,
    infusion,
    'V: VSAC v2026 procedures',
  ]),
  ['180885006', notOurs('epidural anaesthesia, no treatment of pain'), 'V: VSAC v2026 procedures'],
];

/** What a site may map its own codes to: ours, which need no source of their own. */
const own: readonly Row[] = [
  ...procedureTypes.filter((type) => type !== 'mixed').map((type): Row => [type, ours(type), 'V: our own code']),
  ['not-ours', notOurs("no procedure of ours by the site's own table"), 'V: our own code'],
];

function rowsOf(system: string, rows: readonly Row[]): readonly ProcedureCode[] {
  return rows.map(([code, meaning, source, valid]) => ({ system, code, meaning, source, ...valid }));
}

/** All codes of procedures that mean something to us, also those that mean: not ours. */
export const procedureCodes: readonly ProcedureCode[] = [
  ...rowsOf(systems.cpt, cpt),
  ...rowsOf(systems.hcpcs, hcpcs),
  ...rowsOf(systems.icd10pcs, icd10pcs),
  ...rowsOf(systems.loinc, loinc),
  ...rowsOf(systems.snomed, snomed),
  ...rowsOf(ownSystem, own),
];
