import { numberOf, type Number } from '../reading/elements.js';
import { dayOf } from '../reading/hospital-time.js';
import { conceptInWords } from '../reading/in-words.js';
import { performedOf, type Known, type Observation, type Procedure } from '../reading/records.js';
import type { Session } from '../reading/sessions.js';
import { isScore, procedureLines, sectionsOf } from '../reading/summary-lines.js';
import { words } from '../reading/words.js';
import type { DocumentContent, Section } from './document-content.js';
import type { DocumentSettings } from './document-settings.js';
import { rulesOf } from './figures.js';
import type { FollowUp } from './follow-ups.js';
import { scoreSections } from './score-tables.js';

/** A session in words: what was done, given, found and answered. */
export function sessionContent(session: Session, settings: DocumentSettings): DocumentContent {
  const { procedures } = session;
  const { timeZone } = settings;
  const scores = session.observations.filter(isScore);
  return {
    title: namedWithDay(session, ', ', timeZone),
    facts: [
      ...factsOf(
        procedures[0].patient,
        procedures.map(({ resource }) => numberOf(resource.encounter)),
      ),
      ...labelled('Performed by', listed(procedures.flatMap(({ resource }) => performersOf(resource)))),
      ...ruleFacts(scores, settings),
    ],
    sections: [
      ...procedures.map(({ resource }) => procedureSection(resource, timeZone)),
      ...sectionsOf(session, timeZone).map(({ title, lines }) => ({ heading: title, items: lines })),
      ...scoreSections(scores, session.observations, settings),
    ],
  };
}

/** The scores of a day, after which procedures they came, and what our records say of the change since. */
export function followUpContent({ day, session, scores }: FollowUp, settings: DocumentSettings): DocumentContent {
  const { timeZone } = settings;
  return {
    title: `Follow-up of ${day}, after ${namedWithDay(session, ' of ', timeZone)}`,
    facts: [
      ...factsOf(
        scores[0].patient,
        scores.map(({ resource }) => numberOf(resource.encounter)),
      ),
      ...ruleFacts(scores, settings),
    ],
    sections: [
      { heading: 'After', items: session.procedures.map(({ resource }) => whereAndWhen(resource, timeZone)) },
      ...scoreSections(scores, session.observations, settings),
    ],
  };
}

function procedureSection(procedure: Procedure, timeZone: string): Section {
  const [heading = 'Procedure', ...paragraphs] = procedureLines(procedure, timeZone);
  return { heading, paragraphs };
}

function whereAndWhen(procedure: Procedure, timeZone: string): string {
  const [name, ...lines] = procedureLines(procedure, timeZone);
  return [name, ...lines.filter((line) => /^(?:Performed|Site): /.test(line))].join('; ');
}

/** `Sacroiliac joint injection and 1 more, 2026-03-12`. */
function namedWithDay({ procedures }: Session, between: string, timeZone: string): string {
  const names = [...new Set(procedures.map(({ resource }) => conceptInWords(resource.code) ?? 'Procedure'))];
  const [first = 'Procedure', ...others] = names.toSorted();
  const name = others.length === 0 ? first : `${first} and ${others.length} more`;
  const [day] = procedures
    .map(({ resource }) => performedOf(resource))
    .map((moment) => (moment === undefined ? undefined : (dayOf(moment, timeZone) ?? words(moment))))
    .filter((one) => one !== undefined)
    .toSorted();
  return day === undefined ? name : `${name}${between}${day}`;
}

type Facts = DocumentContent['facts'];

/** No name is known to us: a patient is named by number and who gave it. */
export function factsOf(patient: Number | undefined, visits: readonly (Number | undefined)[]): Facts {
  return [...labelled('Patient', numberInWords(patient)), ...labelled('Visit', listed(visits.map(numberInWords)))];
}

function ruleFacts(scores: readonly Known<Observation>[], { base }: DocumentSettings): Facts {
  const versions = scores.map(({ resource }) => words(rulesOf(resource, base)));
  return labelled('Figures by', listed(versions.map((one) => one && `rules of Ilium, version ${one}`).toSorted()));
}

function performersOf({ performer = [] }: Procedure): readonly (string | undefined)[] {
  return performer.map(({ actor }) => numberInWords(numberOf(actor)));
}

function numberInWords(number: Number | undefined): string | undefined {
  return number === undefined ? undefined : words(`${number.value} (${number.system})`);
}

function labelled(label: string, said: string | undefined): Facts {
  return said === undefined ? [] : [[label, said]];
}

/** Each once. */
function listed(said: readonly (string | undefined)[]): string | undefined {
  const distinct = [...new Set(said.filter((one) => one !== undefined))];
  return distinct.length === 0 ? undefined : distinct.join('; ');
}
