import type { EpiduralApproach, ProcedureType, SpinalRegion } from '@ilium/contracts';

/**
 * Words in the texts and displays of procedures. They never make a procedure, and never choose its type against the
 * code: they say more exactly what a code leaves open, and they show where a code was set to another procedure's words.
 * Ours, from the texts of public HL7 v2 messages and the names that clinics use.
 */
interface Words<Value> {
  readonly pattern: RegExp;
  readonly means: readonly Value[];
}

const siJoint: readonly ProcedureType[] = ['si-joint-injection', 'si-nerve-block', 'si-joint-rfa', 'si-joint-fusion'];
const facet: readonly ProcedureType[] = ['facet-injection', 'medial-branch-block', 'facet-or-medial-branch-block'];

/** What was treated. */
const targets: readonly Words<ProcedureType>[] = [
  { pattern: /\bsacro-?\s?iliac|\bSI[ -]?(joints?|jts?|inj|blocks?|fusion|rfa)\b|\bSIJs?\b|\bSIJI\b/i, means: siJoint },
  { pattern: /\blateral branch/i, means: ['si-nerve-block', 'si-joint-rfa'] },
  { pattern: /\bfacets?\b|\bzygapophys|\bz-joints?\b/i, means: [...facet, 'facet-rfa'] },
  {
    pattern: /\bmedial branch|\bMBBs?\b/i,
    means: ['medial-branch-block', 'facet-or-medial-branch-block', 'facet-rfa'],
  },
  {
    pattern: /\b(epidurals?|transforaminal|interlaminar|caudal|selective nerve root)\b|\b(TF|L|C|T)?ESIs?\b/i,
    means: ['epidural-injection'],
  },
  { pattern: /\btrigger[ -]points?\b/i, means: [] },
  // Only where they were injected: as the place of a pain they say nothing of what was treated.
  { pattern: /\b(knee|hip|shoulder|large joint|bursa)s?( joint)? inj/i, means: [] },
  { pattern: /\binj\w*,?( of| into)?( the)?( left| right)? (knee|hip|shoulder|large joint|bursa)\b/i, means: [] },
];

const injections: readonly ProcedureType[] = ['si-joint-injection', 'si-nerve-block', ...facet, 'epidural-injection'];

/** What was done. */
const methods: readonly Words<ProcedureType>[] = [
  { pattern: /\binj(ect|s?\b)|\bblocks?\b|\bsteroids?\b|\bESIs?\b|\bMBBs?\b/i, means: injections },
  {
    pattern: /\bradio-?\s?frequency|\bC?RFA\b|\bablat|\bdenervat|\bneuroto|\brhizotom|\bneurolytic\b/i,
    means: ['si-joint-rfa', 'facet-rfa'],
  },
  { pattern: /\bfusion\b|\barthrodesis\b/i, means: ['si-joint-fusion'] },
];

const regions: readonly Words<SpinalRegion>[] = [
  { pattern: /\bcervic|\bthoracic\b/i, means: ['cervical-thoracic'] },
  { pattern: /\blumb|\bsacral\b|\bcaudal\b|\bthoracolumbar\b/i, means: ['lumbar-sacral'] },
];

const approaches: readonly Words<EpiduralApproach>[] = [
  { pattern: /\btrans-?foraminal|\bTFESIs?\b/i, means: ['transforaminal'] },
  { pattern: /\binter-?laminar/i, means: ['interlaminar'] },
  { pattern: /\bcaudal\b/i, means: ['caudal'] },
];

/** What a text names in a table; undefined where it names nothing of it. */
function namedIn<Value>(table: readonly Words<Value>[], text: string): readonly Value[] | undefined {
  const named = table.filter(({ pattern }) => pattern.test(text));
  return named.length === 0 ? undefined : [...new Set(named.flatMap(({ means }) => means))];
}

export const regionsNamed = (text: string): readonly SpinalRegion[] => namedIn(regions, text) ?? [];
export const approachesNamed = (text: string): readonly EpiduralApproach[] => namedIn(approaches, text) ?? [];

/** Whether a text names what was treated or done, and names nothing that goes with a type. */
export function speaksAgainst(text: string, type: ProcedureType): boolean {
  return [targets, methods].some((table) => namedIn(table, text)?.includes(type) === false);
}

export function speaksOfSiJoint(text: string): boolean {
  return namedIn(targets, text)?.includes('si-joint-injection') ?? false;
}

/** Whether a text speaks of any procedure of ours. */
export function speaksOfOurs(text: string): boolean {
  return (namedIn(targets, text) ?? []).length > 0;
}

const medialBranch = /\b(medial branch|MBBs?\b)/i;
/** "Facet joint or medial branch" repeats what the code leaves open. */
const either = /\bfacet[^;]*(\bor\b|\/)[^;]*\b(medial branch|nerve)|\bmedial branch[^;]*(\bor\b|\/)[^;]*\bfacet/i;

/** 64490–64495 leave open whether the joint or its nerves were meant: words may say that it was the nerves. */
export function typeInWords(type: ProcedureType, texts: readonly string[]): ProcedureType {
  const isOfNerves = texts.some((text) => medialBranch.test(text) && !either.test(text));
  return type === 'facet-or-medial-branch-block' && isOfNerves ? 'medial-branch-block' : type;
}
