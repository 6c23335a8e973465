import { reasonGroups, type Code, type ProcedureType, type ReasonGroup } from '@ilium/contracts';
import type { Day } from '../derive/reports/moments.js';
import { isValidOn } from './procedures.js';
import { isCode, ownSystem, standardCode, type CodeRules } from './site-codes.js';
import { systems } from './systems.js';

export interface DiagnosisCode {
  readonly system: string;
  readonly code: string;
  readonly group: ReasonGroup;
  /** In our own words. */
  readonly name: string;
  readonly validFrom?: Day;
  readonly validTo?: Day;
  /** V official, V3 third party, P without its display. */
  readonly source: string;
}

type Row = readonly [code: string, name: string, source: string, valid?: Pick<DiagnosisCode, 'validFrom' | 'validTo'>];

const vsac = 'V: VSAC value sets';
const access = 'V: ValueSet ACCESS-MSK-Diagnosis';
const eCqm = 'V: eCQM-R4 value sets';
const ended = 'V3: healthenginejournal.com, xentrydiagnosis.store (M54.5 split on 2021-10-01)';
const ohdsi = 'V: OHDSI PhenotypeLibrary 278, 279';
const since2021 = { validFrom: '2021-10-01' };

/** ICD-10-CM. Most have no side; those of sciatica are about the leg. */
const icd10cm: Readonly<Record<ReasonGroup, readonly Row[]>> = {
  'si-joint-dysfunction': [
    ['M53.3', 'Sacrococcygeal disorder', 'V: VSAC 2022, ACCESS'],
    ['M53.2X8', 'Spinal instability, sacral', vsac],
  ],
  sacroiliitis: [['M46.1', 'Sacroiliitis', 'V: VSAC HCC 2018, AHRQ']],
  'inflammatory-arthritis': [['M45.8', 'Ankylosing spondylitis, sacral', eCqm]],
  'si-joint-injury': [
    ['S33.6XXA', 'Sprain of the sacroiliac joint', 'V: VSAC 2026'],
    ['S33.2XXA', 'Dislocation of the sacroiliac joint', 'V: VSAC 2026'],
  ],
  'facet-spondylosis': [
    ['M47.818', 'Spondylosis, sacral', 'P: AHRQ value sets'],
    ['M47.816', 'Spondylosis, lumbar', access],
    ['M47.817', 'Spondylosis, lumbosacral', access],
  ],
  radiculopathy: [
    ['M54.16', 'Lumbar radiculopathy', access],
    ['M54.30', 'Sciatica', access],
    ['M54.31', 'Sciatica, right', access],
    ['M54.32', 'Sciatica, left', access],
    ['M54.40', 'Lumbago with sciatica', access],
    ['M54.41', 'Lumbago with sciatica, right', access],
    ['M54.42', 'Lumbago with sciatica, left', access],
    ['M51.16', 'Lumbar disc disorder with radiculopathy', access],
    ['M51.17', 'Lumbosacral disc disorder with radiculopathy', access],
  ],
  'low-back-pain': [
    ['M54.5', 'Low back pain', ended, { validTo: '2021-09-30' }],
    ['M54.50', 'Low back pain', ended, since2021],
    ['M54.51', 'Vertebrogenic low back pain', ended, since2021],
    ['M54.59', 'Other low back pain', ended, since2021],
  ],
  'post-surgical': [
    ['M96.1', 'Post-laminectomy syndrome', 'P: AHRQ value sets'],
    ['M43.28', 'Fusion of the spine, sacral', eCqm],
  ],
  other: [],
};

const snomed: Readonly<Partial<Record<ReasonGroup, readonly Row[]>>> = {
  sacroiliitis: [['55146009', 'Sacroiliitis', 'P: VSAC 2.16.840.1.113762.1.4.1021.95']],
  'inflammatory-arthritis': [['201776007', 'Rheumatoid arthritis of the sacroiliac joint', 'V: VSAC, eCQM-R4']],
  radiculopathy: [['128196005', 'Lumbar radiculopathy', ohdsi]],
  'low-back-pain': [
    ['279039007', 'Low back pain', ohdsi],
    ['278860009', 'Chronic low back pain', ohdsi],
    ['267982002', 'Pain in the lumbar spine', ohdsi],
  ],
};

const ownNames: Readonly<Record<ReasonGroup, string>> = {
  'si-joint-dysfunction': 'Sacroiliac joint dysfunction',
  sacroiliitis: 'Sacroiliitis',
  'inflammatory-arthritis': 'Inflammatory arthritis of the sacroiliac joint',
  'si-joint-injury': 'Injury of the sacroiliac joint',
  'facet-spondylosis': 'Facet joint spondylosis',
  radiculopathy: 'Radiculopathy',
  'low-back-pain': 'Low back pain',
  'post-surgical': 'Pain after spinal surgery',
  other: 'Other reason',
};

const rowsOf = (system: string, group: ReasonGroup, rows: readonly Row[] = []): readonly DiagnosisCode[] =>
  rows.map(([code, name, source, valid]) => ({ system, code, group, name, source, ...valid }));

export const diagnosisCodes: readonly DiagnosisCode[] = reasonGroups.flatMap((group) => [
  ...rowsOf(systems.icd10cm, group, icd10cm[group]),
  ...rowsOf(systems.snomed, group, snomed[group]),
  // What a site may map its own codes to.
  ...rowsOf(ownSystem, group, [[group, ownNames[group], 'V: our own code']]),
]);

const withoutDot = (code: string): string => code.replace('.', '').toUpperCase();
const rowsByCode = Map.groupBy(diagnosisCodes, ({ code }) => withoutDot(code));

/** The row of a diagnosis, by the day of service. Messages write ICD codes with and without their dot. */
export function diagnosisOf(
  code: Code,
  day: Day | undefined,
  rules: CodeRules,
): { readonly row: DiagnosisCode; readonly isInvalidOnDay: boolean } | undefined {
  const standard = standardCode(code, 'diagnoses', rules);
  const rows = (rowsByCode.get(withoutDot(standard.code)) ?? []).filter((row) =>
    isCode(row, { ...standard, code: row.code }),
  );
  const valid = rows.find((row) => isValidOn(row, day));
  const row = valid ?? rows[0];
  return row === undefined ? undefined : { row, isInvalidOnDay: valid === undefined };
}

const siJointReasons: readonly ReasonGroup[] = ['si-joint-dysfunction', 'sacroiliitis', 'si-joint-injury'];
const otherThanSiJoint: readonly ReasonGroup[] = ['radiculopathy', 'facet-spondylosis'];

/** Why a procedure is not done (clinical rule 9): reasons that are another one's. What stands nowhere speaks for any. */
const reasonsAgainst: Readonly<Record<ProcedureType, readonly ReasonGroup[]>> = {
  'si-joint-injection': otherThanSiJoint,
  'si-nerve-block': otherThanSiJoint,
  'si-joint-rfa': otherThanSiJoint,
  'si-joint-fusion': otherThanSiJoint,
  'facet-injection': siJointReasons,
  'medial-branch-block': siJointReasons,
  'facet-or-medial-branch-block': siJointReasons,
  'facet-rfa': siJointReasons,
  // M53.3 is coccydynia as well, for which caudal epidurals are done.
  'epidural-injection': ['sacroiliitis', 'si-joint-injury'],
  mixed: [],
};

/** Whether a reason speaks against a type of procedure. One that is not known speaks against nothing. */
export function isAgainst(group: ReasonGroup | undefined, type: ProcedureType): boolean {
  return group !== undefined && reasonsAgainst[type].includes(group);
}
