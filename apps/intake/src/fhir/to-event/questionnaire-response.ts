import type { Identifier, ReportStatus } from '@ilium/contracts';
import { z } from 'zod';
import { dateTime, identifier, record, reference } from '../resource/elements.js';
import { answerIn, valueElements } from './answer.js';
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
import { ordersOf, procedureOf, visitOf } from './ties.js';

type Values = Parameters<typeof answerIn>[0];

interface Item {
  readonly linkId: string;
  readonly answer?: readonly (Values & { readonly item?: readonly Item[] | undefined })[] | undefined;
  readonly item?: readonly Item[] | undefined;
}

const item: z.ZodType<Item> = z.lazy(() => {
  const answer = z.looseObject({ ...valueElements, item: z.array(item).optional() });
  return z.looseObject({
    linkId: z.string().min(1),
    answer: z.array(answer).optional(),
    item: z.array(item).optional(),
  });
});

const schema = z.looseObject({
  ...record,
  identifier: identifier.optional(),
  status: z.enum(['in-progress', 'completed', 'amended', 'entered-in-error', 'stopped']),
  questionnaire: z.string().optional(),
  subject: reference.optional(),
  encounter: reference.optional(),
  authored: dateTime.optional(),
  basedOn: z.array(reference).optional(),
  partOf: z.array(reference).optional(),
  item: z.array(item).optional(),
});
type Response = z.output<typeof schema>;

/** FHIR R4, questionnaire-answers-status. */
const statuses: Readonly<Record<Response['status'], ReportStatus>> = {
  'in-progress': 'preliminary',
  completed: 'final',
  amended: 'corrected',
  'entered-in-error': 'void',
  stopped: 'final',
};

/** Each answered question is a score under its linkId; the site file says what it measures. */
export const questionnaireResponse = mapping(schema, (content, context) => {
  const patient = patientOf(content.subject, context);
  if (patient === undefined) return work('no-patient', 'QuestionnaireResponse.subject');
  const questions = flat(content.item ?? [], 'QuestionnaireResponse');
  const asked = questions.map((question) => ask(question, content, patient, context));
  const isScored = content.status !== 'entered-in-error' && asked.some(({ events }) => events.length > 0);
  const isTimeless = isScored && content.authored === undefined;
  const isBare = content.status === 'entered-in-error' && questions.length === 0;
  return {
    ...together(...asked, ...(isTimeless ? [work('no-moment', 'QuestionnaireResponse.authored')] : [])),
    ofParts: { unnamed: isBare ? 'QuestionnaireResponse.item' : undefined },
  };
});

interface Question {
  readonly place: string;
  readonly item: Item;
  /** Its linkId; counted where a group is repeated. */
  readonly mark: string;
}

/** Groups and questions below questions, in their order. */
function flat(items: readonly Item[], parent: string, marked = countedMarks('#')): readonly Question[] {
  return items.flatMap((one, index) => {
    const place = `${parent}.item[${index}]`;
    const own = { place, item: one, mark: marked(one.linkId) };
    const inside = flat(one.item ?? [], place, marked);
    const below = (one.answer ?? []).flatMap((given, at) => flat(given.item ?? [], `${place}.answer[${at}]`, marked));
    return [own, ...inside, ...below];
  });
}

function ask(
  { place, item: question, mark }: Question,
  content: Response,
  patient: Identifier,
  context: MappingContext,
): Mapped {
  const given = question.answer ?? [];
  const [first] = given;
  const status = statuses[content.status];
  const event = (report: object, standing: ReportStatus): Mapped => ({
    events: [
      reportEvent(
        {
          kind: 'score',
          patient,
          mark,
          status: standing,
          report: { ...measureOf(question, content, context), ...report },
          places: placesIn(place),
        },
        context,
      ),
    ],
    work: [],
  });
  if (first === undefined) {
    const isTakenBack = content.status === 'amended' && question.item === undefined;
    return isTakenBack ? event({}, 'void') : { events: [], work: [] };
  }
  const said = answerIn(first);
  // Words, dates and attachments are answers, and no scores; several answers are a choice, and no score. What was one
  // before is taken back by not being held any more.
  if (given.length > 1 || said.is === 'words' || said.is === 'absent') return { events: [], work: [] };
  if (said.is === 'said') return event(said.report, status);
  return said.element === 'valueQuantity.comparator'
    ? work('unreadable-field', `${place}.answer[0].${said.element}`)
    : { events: [], work: [] };
}

function measureOf({ linkId }: Item, content: Response, { reading, references }: MappingContext): object {
  const [questionnaire] = (content.questionnaire ?? `${reading.sender.base}/Questionnaire`).split('|');
  return {
    measure: { system: questionnaire, code: linkId },
    effective: content.authored,
    visit: visitOf(references, content.encounter),
    orders: ordersOf(references, content.basedOn),
    procedureIdentifier: procedureOf(references, content.partOf),
  };
}

function placesIn(place: string): Places {
  return {
    identifier: `${place}.linkId`,
    'report.measure.system': 'QuestionnaireResponse.questionnaire',
    'report.measure': `${place}.linkId`,
    'report.value': `${place}.answer[0].value`,
    'report.answer': `${place}.answer[0].value`,
    'report.unit': `${place}.answer[0].value`,
    'report.effective': 'QuestionnaireResponse.authored',
    'report.visit': 'QuestionnaireResponse.encounter',
    'report.orders': 'QuestionnaireResponse.basedOn',
    'report.procedureIdentifier': 'QuestionnaireResponse.partOf',
  };
}
