import { measureOf, systemUri } from '@ilium/clinical';
import type { Code, Identifier, ReportStatus } from '@ilium/contracts';
import type { ObservationCode } from '@ilium/site';
import { z } from 'zod';
import { concept, dateTime, period, record, reference, type Concept } from '../resource/elements.js';
import { answerIn, asCode, asMissing, valueElements, type AnswerReport } from './answer.js';
import { codesOf, oneCodeOf } from './codes.js';
import {
  mapping,
  patientOf,
  reportEvent,
  together,
  work,
  type Mapped,
  type MappingContext,
  type Places,
} from './mapping.js';
import { countedMarks } from './parts.js';
import { spanOf } from './moments.js';
import { sitesOf } from './sites.js';
import { scoreDetails } from './score-details.js';
import { ordersOf, procedureOf, visitOf } from './ties.js';

const component = z.looseObject({ code: concept, ...valueElements, dataAbsentReason: concept.optional() });

const schema = z.looseObject({
  ...record,
  status: z.enum([
    'registered',
    'preliminary',
    'final',
    'amended',
    'corrected',
    'cancelled',
    'entered-in-error',
    'unknown',
  ]),
  code: concept,
  subject: reference.optional(),
  encounter: reference.optional(),
  effectiveDateTime: dateTime.optional(),
  effectiveInstant: dateTime.optional(),
  effectivePeriod: period.optional(),
  ...valueElements,
  dataAbsentReason: concept.optional(),
  bodySite: concept.optional(),
  basedOn: z.array(reference).optional(),
  partOf: z.array(reference).optional(),
  focus: z.array(reference).optional(),
  hasMember: z.array(reference).optional(),
  component: z.array(component).optional(),
});
type Observation = z.output<typeof schema>;

/** FHIR R4, observation-status. */
const statuses: Readonly<Record<Observation['status'], ReportStatus>> = {
  registered: 'preliminary',
  preliminary: 'preliminary',
  final: 'final',
  amended: 'corrected',
  corrected: 'corrected',
  cancelled: 'final',
  'entered-in-error': 'void',
  unknown: 'final',
};

/** One question with its answer: the Observation itself, or one of its components. */
interface Question {
  /** `Observation`, or `Observation.component[0]`. */
  readonly place: string;
  readonly code: Concept;
  readonly values: Parameters<typeof answerIn>[0] & { readonly dataAbsentReason?: Concept | undefined };
  /** Tells it from the others; empty for the Observation itself. */
  readonly mark: string;
}

/** Besides a score, a component may only say more of the score that it belongs to. */
export const observation = mapping(schema, (content, context) => {
  const patient = patientOf(content.subject, context);
  if (patient === undefined) return work('no-patient', 'Observation.subject');
  const details = scoreDetails(content.component ?? []);
  const marked = countedMarks('.');
  const parts = details.others.map(({ index, component: part }): Question => {
    const code = codesOf(part.code)[0]?.code ?? `component-${index + 1}`;
    return { place: `Observation.component[${index}]`, code: part.code, values: part, mark: marked(code) };
  });
  const isPanel = parts.length > 0 || (content.hasMember ?? []).length > 0;
  const own: Question = { place: 'Observation', code: content.code, values: content, mark: '' };
  // A panel has its values in its parts; with none of its own nothing is missing.
  const isSilent = answerIn(content).is === 'absent';
  const questions = isPanel && isSilent ? parts : [own, ...parts];
  const asked = questions.map((question) => ask(question, content, patient, details.report, context));
  const isBare = content.status === 'entered-in-error' && isSilent && parts.length === 0;
  return {
    ...together(...asked, ...notesOn(content, asked)),
    ofParts: { unnamed: isBare ? 'Observation.component' : undefined },
  };
});

/** What is wrong with the record, once for all scores in it. */
function notesOn(content: Observation, asked: readonly Mapped[]): readonly Mapped[] {
  const hasScore = asked.some(({ events }) => events.some(({ type }) => type === 'ilium.score.reported.v1'));
  if (!hasScore || content.status === 'entered-in-error') return [];
  return [
    ...(sitesOf([content.bodySite]).isTorn ? [work('unreadable-field', 'Observation.bodySite')] : []),
    ...(effectiveOf(content) === undefined ? [work('no-moment', 'Observation.effective')] : []),
  ];
}

function ask(
  question: Question,
  content: Observation,
  patient: Identifier,
  details: object,
  context: MappingContext,
): Mapped {
  const { place, mark } = question;
  const measure = measureIn(question.code, context);
  if (measure === undefined) return work('unusable-segment', `${place}.code`);
  const row = rowOf(measure, context);
  const { site } = context.reading;
  const isLeftOut = site.incoming.observations.taken === 'known' && row === undefined && !isKnown(measure, context);
  if (isLeftOut) return { events: [], work: [] };
  const answer = answerOf(question, content.status);
  const kind = row?.kind ?? 'score';
  const report = { ...contents[kind](measure, row, answer.report, content), ...tiesOf(kind, content, context) };
  const withDetails = kind === 'score' ? { ...details, ...report } : report;
  const status = statuses[content.status];
  const places = placesIn(place);
  const event = reportEvent({ kind, patient, mark, status, report: withDetails, places }, context);
  return { events: [event], work: answer.work };
}

function isKnown(measure: Code, { reading }: MappingContext): boolean {
  return measureOf(measure, reading.site.rules) !== undefined;
}

/** Of several codes the one that the site or a table knows, else the first. */
function measureIn(code: Concept, context: MappingContext): Code | undefined {
  const codes = codesOf(code);
  return (
    codes.find((one) => rowOf(one, context) !== undefined) ??
    codes.find((one) => isKnown(one, context)) ??
    oneCodeOf(code)
  );
}

function rowOf({ system, code }: Code, { reading }: MappingContext): ObservationCode | undefined {
  return reading.site.incoming.observations.codes.find(
    (row) => row.code === code && (row.system === undefined || systemUri(row.system) === systemUri(system)),
  );
}

const longestCode = 100;

interface Answered {
  readonly report: AnswerReport;
  readonly work: Mapped['work'];
}

function answerOf({ place, values }: Question, status: Observation['status']): Answered {
  // Servers leave the value where it was.
  if (status === 'cancelled') return { report: asMissing('cancelled'), work: [] };
  const answer = answerIn(values);
  const unreadable = (element: string) => ({
    report: asMissing('unknown'),
    work: work('unreadable-field', `${place}.${element}`).work,
  });
  switch (answer.is) {
    case 'said':
      return { report: answer.report, work: [] };
    case 'absent':
      return { report: asMissing(oneCodeOf(values.dataAbsentReason)?.code ?? 'unknown'), work: [] };
    case 'unusable':
      return unreadable(answer.element);
    case 'words': {
      const text = values.valueString?.trim() ?? '';
      return text.length > longestCode ? unreadable('valueString') : { report: asCode({ code: text }), work: [] };
    }
  }
}

/** What the site file says that an Observation is about. */
const contents = {
  score: (measure: Code, row: ObservationCode | undefined, answer: AnswerReport, content: Observation) => ({
    measure,
    ...answer,
    effective: effectiveOf(content),
    ...sitesOf([content.bodySite]).sites,
    ...(row === undefined ? {} : detailsOf(row)),
  }),
  complication: (_: Code, __: unknown, answer: AnswerReport, content: Observation) => ({
    ...happened(answer, content),
    onset: effectiveOf(content),
  }),
  history: (_: Code, __: unknown, answer: AnswerReport, content: Observation) => ({
    ...happened(answer, content),
    performed: effectiveOf(content),
  }),
};

function detailsOf({ painLocation, recall, timing, valueSet }: ObservationCode): object {
  const said = Object.entries({ painLocation, recall, timing, valueSet });
  return Object.fromEntries(said.filter(([, value]) => value !== undefined));
}

/** The answer is the code of what happened. */
function happened({ answer }: AnswerReport, { valueCodeableConcept }: Observation) {
  const codes = answer === null ? undefined : [answer];
  return { codes, text: valueCodeableConcept?.text };
}

function effectiveOf({ effectiveDateTime, effectiveInstant, effectivePeriod }: Observation): string | undefined {
  const { start, end } = spanOf(effectiveDateTime ?? effectiveInstant, effectivePeriod);
  return start ?? end;
}

function tiesOf(kind: 'score' | 'complication' | 'history', content: Observation, { references }: MappingContext) {
  if (kind === 'history') return {};
  return {
    visit: visitOf(references, content.encounter),
    orders: ordersOf(references, content.basedOn),
    procedureIdentifier: procedureOf(references, content.partOf, content.focus),
  };
}

function placesIn(place: string): Places {
  return {
    'report.measure': `${place}.code`,
    'report.value': `${place}.value`,
    'report.answer': `${place}.value`,
    'report.codes': `${place}.value`,
    'report.text': `${place}.value`,
    'report.unit': `${place}.value.unit`,
    'report.missingReason': `${place}.dataAbsentReason`,
    'report.effective': 'Observation.effective',
    'report.onset': 'Observation.effective',
    'report.performed': 'Observation.effective',
    'report.bodySite': 'Observation.bodySite',
    'report.laterality': 'Observation.bodySite',
    'report.painLocation': 'Observation.component',
    'report.recall': 'Observation.component',
    'report.valueSet': 'Observation.component',
    'report.visit': 'Observation.encounter',
    'report.orders': 'Observation.basedOn',
    'report.procedureIdentifier': 'Observation.partOf',
  };
}
