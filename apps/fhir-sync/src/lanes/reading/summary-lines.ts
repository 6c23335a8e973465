import { timeInWords } from './hospital-time.js';
import { conceptInWords, quantityInWords, valueInWords } from './in-words.js';
import { performedOf, type Administration, type Known, type Observation, type Procedure } from './records.js';
import type { Session } from './sessions.js';
import { isSurvey } from './valued.js';

type Words = string | undefined;

/** Records of one kind, each in a line. */
export interface SummarySection {
  readonly title: string;
  readonly lines: readonly string[];
}

/** A session as lines of plain text, the same for the same records. */
export function summaryLines(session: Session, timeZone: string): readonly string[] {
  const scores = session.observations.filter(isScore);
  return [
    ...session.procedures.flatMap(({ resource }) => procedureLines(resource, timeZone)),
    ...[...sectionsOf(session, timeZone), ...section('Scores', scores, timeZone, observationLine)].flatMap(
      ({ title, lines }) => [`${title}:`, ...lines.map((line) => `- ${line}`)],
    ),
  ];
}

/** What belongs to a session besides its procedures and scores; nothing for what it has none of. */
export function sectionsOf(session: Session, timeZone: string): readonly SummarySection[] {
  const { steps, administrations, observations } = session;
  const findings = observations.filter((one) => !isScore(one));
  return [
    ...section('Steps', steps, timeZone, stepLine),
    ...section('Drugs', administrations, timeZone, drugLine),
    ...section('Findings', findings, timeZone, observationLine),
  ];
}

export function isScore({ resource: { category } }: Known<Observation>): boolean {
  return isSurvey(category);
}

function section<Resource extends Timed>(
  title: string,
  records: readonly Known<Resource>[],
  timeZone: string,
  line: (resource: Resource, timeZone: string) => string,
): readonly SummarySection[] {
  const lines = byTime(records, timeZone).map(({ resource }) => line(resource, timeZone));
  return lines.length === 0 ? [] : [{ title, lines }];
}

/** By their times, as they are written, then by their keys. */
export function byTime<Resource extends Timed>(records: readonly Known<Resource>[], timeZone: string) {
  const timeOf = ({ resource }: Known<Resource>) => timed(timeSaid(resource), timeZone) ?? '';
  return records.toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0));
}

type Timed = Procedure | Administration | Observation;

function timeSaid(resource: Timed): Words {
  if (resource.resourceType === 'Procedure') return performedOf(resource);
  if (resource.resourceType === 'Observation') return resource.effectiveDateTime;
  return resource.effectiveDateTime ?? resource.effectivePeriod?.start;
}

/** What was done, its name first. */
export function procedureLines(procedure: Procedure, timeZone: string): readonly string[] {
  return [
    conceptInWords(procedure.code) ?? 'Procedure',
    labelled('Status', procedure.status),
    labelled('Performed', performedInWords(procedure, timeZone)),
    labelled('Site', listed(procedure.bodySite?.map(conceptInWords))),
    labelled('Reason', listed(procedure.reasonCode?.map(reasonInWords))),
    labelled('Complication', listed(procedure.complication?.map(conceptInWords))),
  ].filter((line) => line !== undefined);
}

function stepLine(procedure: Procedure, timeZone: string): string {
  return listed([
    conceptInWords(procedure.code) ?? 'Procedure',
    procedure.status,
    performedInWords(procedure, timeZone),
  ]);
}

/** Nobody may read a dose that was not given as one that was. */
const statusesInWords: Readonly<Record<string, string>> = { 'not-done': 'NOT GIVEN' };

function drugLine(given: Administration, timeZone: string): string {
  const { dose, route, site } = given.dosage ?? {};
  return listed([
    conceptInWords(given.medicationCodeableConcept) ?? 'Drug',
    statusesInWords[given.status] ?? given.status,
    dose === undefined ? undefined : quantityInWords(dose),
    conceptInWords(route),
    conceptInWords(site),
    given.effectivePeriod === undefined
      ? timed(given.effectiveDateTime, timeZone)
      : periodInWords(given.effectivePeriod, timeZone),
    conceptInWords(given.category),
  ]);
}

function observationLine(observation: Observation, timeZone: string): string {
  const { name, value, time, about } = observationInWords(observation, timeZone);
  return listed([value === undefined ? name : `${name}: ${value}`, time, about]);
}

export interface ObservationInWords {
  readonly name: string;
  readonly value: Words;
  readonly time: Words;
  /** Where, and what else stands with it. */
  readonly about: string;
}

export function observationInWords(observation: Observation, timeZone: string): ObservationInWords {
  const parts = (observation.component ?? []).map((part) => {
    const said = valueInWords(part);
    return said === undefined ? undefined : `${conceptInWords(part.code) ?? ''}: ${said}`;
  });
  return {
    name: conceptInWords(observation.code) ?? 'Observation',
    value: valueInWords(observation),
    time: timed(observation.effectiveDateTime, timeZone),
    about: listed([
      conceptInWords(observation.bodySite),
      ...parts,
      observation.status === 'final' ? undefined : observation.status,
    ]),
  };
}

/** A diagnosis by its words and its code. */
function reasonInWords(reason: NonNullable<Procedure['reasonCode']>[number]): Words {
  const said = conceptInWords(reason);
  const code = reason.coding?.[0]?.code;
  return said === undefined || code === undefined || said === code ? said : `${said} (${code})`;
}

function performedInWords({ performedDateTime, performedPeriod }: Procedure, timeZone: string): Words {
  return performedPeriod === undefined ? timed(performedDateTime, timeZone) : periodInWords(performedPeriod, timeZone);
}

function periodInWords({ start, end }: { start?: Words; end?: Words }, timeZone: string): Words {
  const [from, to] = [timed(start, timeZone), timed(end, timeZone)];
  return from === undefined || to === undefined || from === to ? (from ?? to) : `${from} to ${to}`;
}

function timed(moment: Words, timeZone: string): Words {
  return moment === undefined ? undefined : timeInWords(moment, timeZone);
}

function labelled(label: string, said: Words): Words {
  return said === undefined || said === '' ? undefined : `${label}: ${said}`;
}

function listed(parts: readonly Words[] | undefined): string {
  return (parts ?? []).filter((part) => part !== undefined && part !== '').join('; ');
}
